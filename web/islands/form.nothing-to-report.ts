import { nothingToReport } from "../../schemas/forms/nothing_to_report";
import { watchForm } from "./lib/form";

watchForm(nothingToReport);
