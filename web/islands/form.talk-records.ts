import { talkRecords } from "../../schemas/forms/talk_records";
import { watchForm } from "./lib/form";

watchForm(talkRecords);
