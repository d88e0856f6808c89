import { workPlan } from "../../schemas/forms/work_plan";
import { watchChecks } from "./lib/check";

watchChecks(workPlan);
