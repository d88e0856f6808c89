import { activitySummary } from "../../schemas/forms/activity_summary";
import { watchForm } from "./lib/form";

watchForm(activitySummary);
