import { keptDeclaration } from "../../schemas/forms/kept_declaration";
import { watchChecks } from "./lib/check";

watchChecks(keptDeclaration);
