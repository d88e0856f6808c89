import { studyRecord } from "../../schemas/forms/study_record";
import { watchForm } from "./lib/form";

watchForm(studyRecord);
