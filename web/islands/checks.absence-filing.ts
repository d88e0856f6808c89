import { absenceFiling } from "../../schemas/forms/absence_filing";
import { watchChecks } from "./lib/check";

watchChecks(absenceFiling);
