import { h } from "preact";
import { render } from "preact-render-to-string";
import { describe, expect, test } from "vitest";
import {
  canonicalEntry,
  checkEntry,
  computeEntryFigures,
  fitForm,
  parseEntryFields,
} from "../../schemas/entry";
import { talkRecords } from "../../schemas/forms/talk_records";
import type { EntryValue, FormDefinition } from "../../schemas/forms/vocabulary";
import { type Finding, problem } from "../../schemas/problem";
import type { FormView } from "../../web/pages/form.model";
import { FormPage, findAnchor } from "../../web/pages/form.page";
import { buildBase, formatBase, parseAction, parseBase } from "../../worker/entries/entry.rules";
import { listDifferences, slimContext } from "../../worker/entries/entry.view";
import { makeTalk } from "../support/entries.talks";
import { entrySamples, makeEntryContext, makeTally, makeTallyRow } from "../support/entry.builders";

const ctx = makeEntryContext();

function makeView(form: FormDefinition, value: EntryValue, findings: Finding[] = []): FormView {
  const fitted = fitForm(form, ctx);
  return {
    submissionId: "sub_1",
    branchName: "霁川区松屿九年一贯制学校党支部",
    issuer: "中共霁川区教育局委员会",
    itemPath: "",
    ruleFindings: [],
    artifactKey: "artifact",
    title: form.title,
    due: null,
    dueText: null,
    minChars: 1000,
    source: null,
    note: null,
    form: fitted,
    value,
    findings,
    figures: computeEntryFigures(fitted, value, ctx),
    addRow: null,
    revision: "1.3",
    draftSavedAt: null,
    handedIn: null,
    problem: findings.length > 0 ? problem("entry.invalid", { count: findings.length }).code : null,
    differences: [],
    open: true,
    closed: null,
    unfinished: {},
    files: {},
    refusedFile: null,
    plainPicker: false,
    maxFileBytes: 1,
    context: slimContext(ctx),
  };
}

const show = (view: FormView) => render(h(FormPage, { lang: "zh", view }));

const decode = (text: string) =>
  text
    .replace(/&quot;/g, '"')
    .replace(/&lt;/g, "<")
    .replace(/&gt;/g, ">")
    .replace(/&amp;/g, "&");

/** What a browser would post of a page: every control of the form with its value, in order. */
function readControls(html: string): [string, string][] {
  const form = html
    .slice(html.indexOf('id="entry-form"'), html.indexOf("</form>"))
    .replace(/<template.*?<\/template>/gs, "");
  const attribute = (tag: string, name: string) => new RegExp(` ${name}="([^"]*)"`).exec(tag)?.[1];
  const controls = /<input[^>]*>|<textarea[^>]*>[^<]*<\/textarea>|<select.*?<\/select>/gs;
  return [...form.matchAll(controls)].flatMap(([tag]): [string, string][] => {
    const head = tag.slice(0, tag.indexOf(">") + 1);
    const name = attribute(head, "name") ?? "";
    if (tag.startsWith("<textarea")) return [[name, decode(tag.slice(head.length, -"</textarea>".length))]];
    if (tag.startsWith("<select")) {
      const chosen = /<option[^>]*? selected[^>]*>/.exec(tag)?.[0] ?? "";
      return [[name, decode(attribute(chosen, "value") ?? "")]];
    }
    const choice = /type="(checkbox|radio)"/.test(head);
    return choice && !/ checked/.test(head) ? [] : [[name, decode(attribute(head, "value") ?? "")]];
  });
}

describe("a form's page", () => {
  test.each(entrySamples)("of any form posts back exactly what it was given", (form, value) => {
    const fitted = fitForm(form, ctx);
    expect(parseEntryFields(fitted, readControls(show(makeView(form, value))))).toEqual(
      canonicalEntry(fitted, value),
    );
  });

  test.each(entrySamples)("gives every finding a field to jump to", (form) => {
    const findings = checkEntry(form, {}, ctx);
    const html = show(makeView(form, {}, findings));
    for (const [, anchor] of html.matchAll(/href="#([^"]+)"/g)) {
      if (anchor !== "main") expect(html).toContain(`id="${anchor}"`);
    }
    expect(findings.length).toBeGreaterThan(0);
  });

  test("points at the very cell of a wrong sum", () => {
    const rows = Array.from({ length: 22 }, (_, i) =>
      makeTallyRow(i + 1, i === 10 ? { good: 17, poor: 1 } : {}),
    );
    const value = makeTally({ rows });
    const form = entrySamples[2][0];
    const html = show(makeView(form, value, checkEntry(form, value, ctx)));
    expect(html).toContain('href="#rows.10.good"');
    expect(html).toMatch(/id="rows\.10\.good"[^>]*aria-invalid="true"/);
  });

  test("labels every control", () => {
    for (const [form, value] of entrySamples) {
      const html = show(makeView(form, value));
      const labels = new Set([...html.matchAll(/ for="([^"]+)"/g)].map(([, id]) => id));
      for (const [tag] of html.matchAll(/<(?:input|select|textarea)[^>]*>/g)) {
        if (/type="(hidden|radio|checkbox)"/.test(tag)) continue;
        expect(labels, tag).toContain(/ id="([^"]+)"/.exec(tag)?.[1]);
      }
    }
  });

  test("sends items of a list to the list and cells of a row to the cell", () => {
    const [plan] = entrySamples[0];
    expect(findAnchor(plan, "agenda.2")).toBe("agenda");
    expect(findAnchor(plan, "prep_steps.0.who")).toBe("prep_steps.0.who");
    expect(findAnchor(plan, "prep_steps.0.")).toBe("prep_steps");
    expect(findAnchor(plan, "responsible.name")).toBe("responsible.name");
    expect(findAnchor(talkRecords, "rows.2.talkees.1")).toBe("rows.2.talkees");
  });

  test("marks the cell of a name that is too long, and keeps the names side by side", () => {
    const value = { rows: [makeTalk({ talkees: ["党员02", "名".repeat(51)] })] };
    const html = show(makeView(talkRecords, value, checkEntry(talkRecords, value, ctx)));
    expect(html).toMatch(/<textarea[^>]*id="rows\.0\.talkees"[^>]*aria-invalid="true"/);
    expect(html).toContain(`党员02、${"名".repeat(51)}</textarea>`);
  });

  test("shows a pasted choice that is none, so that it can be mended", () => {
    const value = { rows: [makeTalk({ way: '电话"谈"' })] };
    const html = show(makeView(talkRecords, value));
    expect(html).toMatch(/<option value="电话&quot;谈&quot;" selected[^>]*>电话/);
    expect(parseEntryFields(talkRecords, readControls(html)).rows).toMatchObject([{ way: '电话"谈"' }]);
  });
});

describe("what a form's page carries", () => {
  test("an unknown button only ever saves", () => {
    expect(parseAction("hand_in")).toEqual({ kind: "hand_in" });
    expect(parseAction("add_row:prep_steps")).toEqual({ kind: "add_row", field: "prep_steps" });
    expect(parseAction("delete_row:rows.12")).toEqual({ kind: "delete_row", field: "rows", index: 12 });
    for (const text of ["", "submit", "add_row:", "delete_row:rows", "HAND_IN"]) {
      expect(parseAction(text)).toEqual({ kind: "save" });
    }
  });

  test("the number of what was seen survives the way there and back", () => {
    expect(parseBase(formatBase({ version: 2, revision: 31 }))).toEqual({ version: 2, revision: 31 });
    for (const text of ["", "1", "1.2.3", "-1.0", "a.b", undefined]) expect(parseBase(text)).toBeNull();
    expect(buildBase(null, null)).toEqual({ version: 0, revision: 0 });
  });

  test("no long text of another form goes to the browser", () => {
    const slim = slimContext(
      makeEntryContext({
        others: { work_plan: { place: "礼堂", requirements: "长".repeat(500), rows: [1] } },
      }),
    );
    expect(slim.others).toEqual({ work_plan: { place: "礼堂" } });
    expect([slim.every, slim.siblings]).toEqual([{}, []]);
  });

  test("differences name the field and what the other one says", () => {
    const [plan, value] = entrySamples[0];
    expect(listDifferences(plan.fields, value, { ...value, place: "礼堂" }, "zh")).toEqual([
      { label: { zh: "会议地点", en: "Place" }, text: "礼堂" },
    ]);
  });
});
