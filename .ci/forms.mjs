import "./typescript.hook.mjs";

const { ACROSS } = await import("../schemas/across/index.ts");
const { buildEntryContext } = await import("../schemas/context.ts");
const { FORMS } = await import("../schemas/forms/index.ts");
const { PRINTED } = await import("../schemas/forms/printed.ts");
const { buildRoundVersion } = await import("../schemas/round.ts");
const { ROUND_TEMPLATES } = await import("../worker/rounds/templates.ts");

const HEAD = `# The forms

Generated from the definitions by \`npm run -s forms > schemas/forms/README.md\`; a test fails when it is stale.

A form is one definition: it is shown, parsed, checked while somebody types, checked again at hand-in, printed and exported from it. *Basis*: S stated in a notice, P… practice, I ours. *Notices* are those that ask for the field, 000 to 004. \`block\` refuses a hand-in, or keeps an artifact from being present where the check looks at other entries; \`warn\` and \`inform\` never do. A round may set another level for any check (\`checkLevels\`); a level in brackets is that of the notice's template.
`;

/** A cell of a Markdown table: no line ends, no bars. */
const cell = (text) => String(text).replace(/\s+/g, " ").replaceAll("|", "\\|").trim();
const row = (cells) => `| ${cells.map(cell).join(" | ")} |`;
const table = (head, rows) => [row(head), row(head.map(() => "---")), ...rows.map(row)].join("\n");
const code = (text) => `\`${text}\``;

const COUNTED = new Set(["list", "rows", "file"]);

function describeLimits(field) {
  const { min, max, kind, options, types } = field;
  const unit = COUNTED.has(kind) ? " items" : kind === "int" ? "" : " characters";
  const range =
    min === undefined && max === undefined
      ? []
      : max === undefined
        ? [`at least ${min}${unit}`]
        : [min === undefined ? `at most ${max}${unit}` : `${min}–${max}${unit}`];
  return [
    ...range,
    ...(options === undefined ? [] : [options.join("｜")]),
    ...(types === undefined ? [] : [types.join(", ")]),
    ...(field.private ? ["private to the branch"] : []),
    ...(field.counted ? ["counts toward 字数"] : []),
    ...(field.preset === undefined ? [] : ["filled in beforehand"]),
  ].join("; ");
}

function describeNeed(field) {
  if (field.kind === "auto") return "computed";
  if (!field.required) return "no";
  return field.waived === undefined ? "yes" : "yes, unless waived";
}

const describeField = (field, prefix) => [
  code(prefix + field.key),
  field.kind,
  field.label.zh,
  field.label.en,
  describeNeed(field),
  [describeLimits(field), field.hint === undefined ? "" : field.hint.en].filter(Boolean).join(". "),
  field.notices.join(", "),
  field.basis,
];

const listFields = (fields, prefix = "") =>
  fields.flatMap((field) => [
    describeField(field, prefix),
    ...listFields(field.columns ?? [], `${prefix}${field.key}.`),
  ]);

const FIELD_HEAD = ["field", "kind", "zh", "en", "required", "limits", "notices", "basis"];

const noticeOf = (template) => template.id.replace("notice-", "");

/** The level where no round sets one, and what the templates of the notices make of it. */
function describeLevel(check) {
  const set = ROUND_TEMPLATES.flatMap((template) => {
    const level = template.definition.checkLevels[check.code];
    return level === undefined ? [] : [`${noticeOf(template)}: ${level}`];
  });
  return set.length === 0 ? check.level : `${check.level} (${set.join(", ")})`;
}

/** The lines of the notices whose rules a check enforces, as their templates quote them. */
function describeLines(check) {
  return ROUND_TEMPLATES.flatMap((template) =>
    template.definition.rules
      .filter((rule) => check.rules.includes(rule.id) && rule.source !== null)
      .map((rule) => `${noticeOf(template)} ${code(rule.id)}: ${rule.source}`),
  ).join("<br>");
}

const describeCheck = (check) => [code(check.code), describeLevel(check), check.source, describeLines(check)];
const CHECK_HEAD = ["check", "level", "source", "rule and line of the notice"];

const section = (title, checks) =>
  checks.length === 0 ? [] : [`${title}\n`, `${table(CHECK_HEAD, checks.map(describeCheck))}\n`];

/** A branch of which the roster says nothing: what is left to say comes from the round. */
const NOBODY = { members: null, full: null, probationary: null, committee: null, floating: null };

function fitTo(form, template, artifact) {
  const { definition } = template;
  const asks = Object.fromEntries(definition.artifacts.map((one) => [one.key, "optional"]));
  const stamp = { version: 1, publishedAt: "2000-01-01T00:00:00Z", profile: "custom" };
  const version = buildRoundVersion(definition, asks, stamp);
  const branch = { code: "", name: "", ...NOBODY, branches: [] };
  const ctx = buildEntryContext(version, branch, { artifact, item: 1 }, [], stamp.publishedAt);
  return form.fit === undefined ? form : form.fit(form, ctx);
}

const flatten = (fields, prefix = "") =>
  fields.flatMap((field) => [
    [prefix + field.key, field],
    ...flatten(field.columns ?? [], `${prefix}${field.key}.`),
  ]);

/** What the round's own words make of the form: other options, and what one notice requires. */
function describeFit(form, fitted) {
  const plain = new Map(flatten(form.fields));
  return flatten(fitted.fields)
    .flatMap(([key, field]) => {
      const before = plain.get(key);
      const options = field.options?.join("｜");
      return [
        ...(before?.required === field.required
          ? []
          : [`${code(key)} ${field.required ? "required" : "optional"}`]),
        ...(options === before?.options?.join("｜") ? [] : [`${code(key)} one of ${options}`]),
      ];
    })
    .join("; ");
}

const describeAsked = (form) =>
  ROUND_TEMPLATES.flatMap((template) =>
    template.definition.artifacts
      .filter((one) => one.form === form.id)
      .map((one) => [
        noticeOf(template),
        code(one.key),
        one.title.zh,
        one.kind === "form" ? one.obligation : `${one.obligation}, as ${one.kind}`,
        one.repeat === "once" ? "" : one.repeat,
        one.source ?? "",
        form.fit === undefined ? "" : describeFit(form, fitTo(form, template, one)),
      ]),
  );

const ASKED_HEAD = [
  "notice",
  "artifact",
  "title",
  "asked",
  "many",
  "line of the notice",
  "the round makes of it",
];

function describeUse(form) {
  const rows = describeAsked(form);
  return rows.length === 0 ? [] : [`Asked by the notices:\n`, `${table(ASKED_HEAD, rows)}\n`];
}

function describeForm(form) {
  return [
    `## ${form.title.zh} / ${form.title.en} (${code(form.id)})\n`,
    ...(form.note === undefined ? [] : [`${form.note.zh} / ${form.note.en}\n`]),
    ...describeUse(form),
    `${table(FIELD_HEAD, listFields(form.fields))}\n`,
    ...section("Checks of the form itself:", form.checks),
    ...section("Checks beside the other entries of the submission:", ACROSS[form.id] ?? []),
  ];
}

function describePrinted(form) {
  return [
    `## ${form.title.zh} / ${form.title.en} (${code(form.id)}): printed only\n`,
    `${form.note.zh} / ${form.note.en}\n`,
    ...describeUse(form),
    `${table(FIELD_HEAD, listFields(form.fields))}\n`,
    `${table(
      ["term", "en", "source"],
      form.terms.map((one) => [one.text.zh, one.text.en, one.source]),
    )}\n`,
  ];
}

const byId = (a, b) => (a.id < b.id ? -1 : 1);

/** Every form as Markdown: its fields, its checks with their levels and sources, and the notices' own lines. */
export function renderForms() {
  const typed = Object.values(FORMS).sort(byId).flatMap(describeForm);
  const printed = Object.values(PRINTED).sort(byId).flatMap(describePrinted);
  return [HEAD, ...typed, ...printed].join("\n");
}

/** `npm run -s forms`: the table on standard output. */
export function main() {
  process.stdout.write(renderForms());
}
