import { problemRectification } from "../../schemas/forms/problem_rectification";
import { watchChecks } from "./lib/check";

watchChecks(problemRectification);
