import { runProgram } from "./program.mjs";

/** `npm run bench -- [--json FILE]`: the figures of the design, each beside its target and its peer. */
export const main = (args) => runProgram("test/bench/main.ts", args);
