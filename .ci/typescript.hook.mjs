import { existsSync, statSync } from "node:fs";
import { registerHooks } from "node:module";
import { fileURLToPath } from "node:url";

/**
 * Node runs TypeScript by stripping its types but wants whole file names in imports; this tree
 * writes them as a bundler reads them. For the programs of test/demo and test/bench
 * (`node --import`): adds the extension, and says of a .json that it is one.
 */
registerHooks({
  resolve(specifier, context, next) {
    const importAttributes = { type: "json" };
    if (specifier.endsWith(".json"))
      return { ...next(specifier, { ...context, importAttributes }), importAttributes };
    return next(withExtension(specifier, context.parentURL), context);
  },
});

function withExtension(specifier, parentUrl) {
  if (!/^\.{1,2}\//.test(specifier) || parentUrl === undefined) return specifier;
  const path = fileURLToPath(new URL(specifier, parentUrl));
  if (existsSync(path) && statSync(path).isFile()) return specifier;
  return (
    [".ts", "/index.ts"]
      .map((end) => specifier + end)
      .find((one) => existsSync(fileURLToPath(new URL(one, parentUrl)))) ?? specifier
  );
}
