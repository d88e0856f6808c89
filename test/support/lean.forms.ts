/** Every form and its checks as one script of a page, for the build to make lean. */
import { checkEntry, computeEntryFigures } from "../../schemas/entry";
import { FORMS } from "../../schemas/forms";

Object.assign(globalThis, { leanForms: { FORMS, checkEntry, computeEntryFigures } });
