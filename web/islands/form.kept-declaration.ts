import { keptDeclaration } from "../../schemas/forms/kept_declaration";
import { watchForm } from "./lib/form";

watchForm(keptDeclaration);
