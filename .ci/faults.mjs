import { runProgram } from "./program.mjs";

/** `npm run faults -- [--uploads N] [--flips N] [--seed N]`: many uploads over a line that breaks in every way. */
export const main = (args) => runProgram("test/faults/main.ts", args);
