import { topicDiscussion } from "../../schemas/forms/topic_discussion";
import { watchChecks } from "./lib/check";

watchChecks(topicDiscussion);
