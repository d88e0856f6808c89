import loadFactory from "yoga-layout/factory";
import wrapAssembly from "yoga-layout/wrap";
import yogaModule from "./yoga.wasm";

export * from "yoga-layout/enums";

/**
 * Stands in for `yoga-layout/load`, which compiles its WebAssembly from base64 at run time:
 * Workers forbid that and hand out modules compiled at deployment instead.
 */
export async function loadYoga() {
  const assembly = await loadFactory({
    instantiateWasm(imports, receive) {
      const instance = new WebAssembly.Instance(yogaModule, imports);
      receive(instance);
      return instance.exports;
    },
  });
  return wrapAssembly(assembly);
}
