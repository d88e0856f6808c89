import { appraisalTally } from "../../schemas/forms/appraisal_tally";
import { watchChecks } from "./lib/check";

watchChecks(appraisalTally);
