import { absenceFiling } from "../../schemas/forms/absence_filing";
import { watchForm } from "./lib/form";

watchForm(absenceFiling);
