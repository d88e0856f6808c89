import { ensureChineseFont } from "./browser.mjs";
import { runProgram } from "./program.mjs";

/** `npm run pictures`: the pictures of README, taken anew from the running product into .ci/pictures. */
export const main = (args) => {
  ensureChineseFont();
  // Chromium's own words and its choice of a font follow the environment, not the page.
  Object.assign(process.env, { LANGUAGE: "zh_CN", LANG: "zh_CN.UTF-8" });
  return runProgram("test/pictures/main.ts", args);
};
