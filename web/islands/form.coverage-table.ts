import { coverageTable } from "../../schemas/forms/coverage_table";
import { watchForm } from "./lib/form";

watchForm(coverageTable);
