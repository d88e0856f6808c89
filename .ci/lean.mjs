/** Takes out of an island that speaks what no browser reads: the other language, and of forms what only pages, tables and the README tell. */

/** Of a field and of a form, where `schemas/forms` writes them. */
const UNREAD = new Set(["notices", "basis", "hint", "types", "preset", "title", "note"]);

const SOURCE = /\/(?:schemas|web)\/.*\.tsx?$/;
const FORMS = /\/schemas\/forms\//;

function* listNodes(node) {
  if (node === null || typeof node !== "object") return;
  if (typeof node.type === "string") yield node;
  for (const child of Array.isArray(node) ? node : Object.values(node)) yield* listNodes(child);
}

const nameOf = (one) => (one.type === "Property" && !one.computed ? (one.key.name ?? one.key.value) : null);

/** Where a property and its comma stand. */
function spanOf({ properties }, index) {
  const [before, one, after] = [properties[index - 1], properties[index], properties[index + 1]];
  if (after !== undefined) return [one.start, after.start];
  return before === undefined ? [one.start, one.end] : [before.end, one.end];
}

function* listSpans(tree, isForm, other) {
  for (const node of listNodes(tree)) {
    // The notice's line that a check comes from: it is told with the form's table, never on the page.
    if (node.type === "CallExpression" && node.callee.name === "buildCheck")
      yield [node.arguments[2].start, node.arguments[2].end, '""'];
    if (node.type !== "ObjectExpression") continue;
    const names = node.properties.map(nameOf);
    const bilingual = names.includes("zh") && names.includes("en");
    for (const [index, name] of names.entries()) {
      if ((bilingual && name === other) || (isForm && UNREAD.has(name))) yield spanOf(node, index);
    }
  }
}

/** From the start on, the longer of two first: what lies inside of another goes with it. */
function cutOut(code, spans) {
  const sorted = [...spans].sort(([a, b], [c, d]) => a - c || d - b);
  let kept = "";
  let from = 0;
  for (const [start, end, instead = ""] of sorted) {
    if (start < from && end <= from) continue;
    kept += code.slice(from, Math.max(from, start)) + instead;
    from = end;
  }
  return kept + code.slice(from);
}

/** A plugin of the build, for the pages of one language. */
export function leanIsland(lang) {
  const other = lang === "zh" ? "en" : "zh";
  return {
    name: "huizhi:lean-island",
    enforce: "post",
    transform(code, id) {
      if (!SOURCE.test(id)) return null;
      return { code: cutOut(code, listSpans(this.parse(code), FORMS.test(id), other)), map: null };
    },
  };
}
