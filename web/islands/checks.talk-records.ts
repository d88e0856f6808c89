import { talkRecords } from "../../schemas/forms/talk_records";
import { watchChecks } from "./lib/check";

watchChecks(talkRecords);
