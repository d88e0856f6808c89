import { coverageTable } from "../../schemas/forms/coverage_table";
import { watchChecks } from "./lib/check";

watchChecks(coverageTable);
