import { opinionSummary } from "../../schemas/forms/opinion_summary";
import { watchForm } from "./lib/form";

watchForm(opinionSummary);
