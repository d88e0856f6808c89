import { contestEntry } from "../../schemas/forms/contest_entry";
import { watchChecks } from "./lib/check";

watchChecks(contestEntry);
