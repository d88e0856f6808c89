import { appraisalTally } from "../../schemas/forms/appraisal_tally";
import { watchForm } from "./lib/form";

watchForm(appraisalTally);
