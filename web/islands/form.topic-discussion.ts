import { topicDiscussion } from "../../schemas/forms/topic_discussion";
import { watchForm } from "./lib/form";

watchForm(topicDiscussion);
