import { workPlan } from "../../schemas/forms/work_plan";
import { watchForm } from "./lib/form";

watchForm(workPlan);
