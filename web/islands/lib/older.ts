/**
 * What a browser of 2018 lacks of what the islands call: syntax is lowered by the build, built-ins
 * are not. Imported before anything that calls them; what is there already stays.
 */
function lend(to: object, name: string, value: unknown): void {
  if (!(name in to)) Object.defineProperty(to, name, { value, configurable: true, writable: true });
}

function at<T>(this: ArrayLike<T>, index: number): T | undefined {
  return this[index < 0 ? this.length + index : index];
}

lend(Object, "fromEntries", (pairs: Iterable<[string, unknown]>) => {
  const made: Record<string, unknown> = {};
  for (const [name, value] of pairs) made[name] = value;
  return made;
});
lend(
  Object,
  "hasOwn",
  (one: object, name: string) => Object.getOwnPropertyDescriptor(one, name) !== undefined,
);
lend(Array.prototype, "at", at);
lend(String.prototype, "at", at);
lend(Array.prototype, "flat", function flat(this: unknown[]) {
  return ([] as unknown[]).concat(...this);
});
lend(
  Array.prototype,
  "flatMap",
  function flatMap(this: unknown[], each: (one: unknown, i: number) => unknown) {
    return ([] as unknown[]).concat(...this.map(each));
  },
);
lend(String.prototype, "matchAll", function matchAll(this: string, pattern: RegExp) {
  const found: RegExpExecArray[] = [];
  this.replace(pattern, (...told) => {
    const groups = told.slice(
      0,
      told.findIndex((one) => typeof one === "number"),
    );
    found.push(groups as unknown as RegExpExecArray);
    return "";
  });
  return found;
});
lend(
  Element.prototype,
  "replaceChildren",
  function replaceChildren(this: Element, ...nodes: (Node | string)[]) {
    this.textContent = "";
    this.append(...nodes);
  },
);
