import { studyRecord } from "../../schemas/forms/study_record";
import { watchChecks } from "./lib/check";

watchChecks(studyRecord);
