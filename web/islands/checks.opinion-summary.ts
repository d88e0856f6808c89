import { opinionSummary } from "../../schemas/forms/opinion_summary";
import { watchChecks } from "./lib/check";

watchChecks(opinionSummary);
