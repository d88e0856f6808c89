import { problemRectification } from "../../schemas/forms/problem_rectification";
import { watchForm } from "./lib/form";

watchForm(problemRectification);
