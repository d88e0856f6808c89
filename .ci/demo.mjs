import { runProgram } from "./program.mjs";

/** `npm run demo -- --out DIR`: the whole main job over HTTP, on an instance of its own. */
export const main = (args) => runProgram("test/demo/main.ts", args);
