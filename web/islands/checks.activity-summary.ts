import { activitySummary } from "../../schemas/forms/activity_summary";
import { watchChecks } from "./lib/check";

watchChecks(activitySummary);
