import { contestEntry } from "../../schemas/forms/contest_entry";
import { watchForm } from "./lib/form";

watchForm(contestEntry);
