import { nothingToReport } from "../../schemas/forms/nothing_to_report";
import { watchChecks } from "./lib/check";

watchChecks(nothingToReport);
