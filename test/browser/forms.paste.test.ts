import type { Locator, Page } from "playwright-core";
import { beforeAll, expect, test } from "vitest";
import { findForm } from "../../schemas/forms";
import type { EntryValue, FormDefinition } from "../../schemas/forms/vocabulary";
import { zh } from "../../web/text/zh";
import { makeOpinionSummary } from "../support/entries.talks";
import { arrived, handInButton, openForm } from "./support/branch";
import { fieldOf, rowsOf, startsWith, typeEntry } from "./support/typing";
import { beginWalk, PHONE } from "./support/walk";

const getWalk = beginWalk();
const form = findForm("opinion_summary") as FormDefinition;
let page: Page;

const linesOf = (key: string): Locator => rowsOf(page, fieldOf(form, key));
const cellOf = (key: string, row: number, label: string): Locator =>
  linesOf(key).nth(row).getByLabel(startsWith(label));

/** Puts what a table program would copy on the clipboard, and presses Ctrl+V in a cell. */
async function paste(cell: Locator, text: string): Promise<void> {
  await page.evaluate((copied) => navigator.clipboard.writeText(copied), text);
  await cell.focus();
  await page.keyboard.press("Control+V");
}

beforeAll(async () => {
  page = await getWalk().open({ viewport: PHONE });
  await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
  await page.goto(getWalk().demo.branchLink);
  await openForm(page, "opinion_summary");
});

test("a table of opinions begins at a list of choices, fills texts and numbers, and adds its rows", async () => {
  const copied = [
    '支部班子\t"希望多到一线，\n少开""文山会海""的会"\t服务对象\t3\t采纳',
    "单位工作\t会议可以再少一些\t党员\t5\t",
    "",
  ].join("\r\n");
  await paste(cellOf("rows", 0, "意见对象"), copied);
  await expect.poll(() => linesOf("rows").count()).toBe(2);
  expect(await cellOf("rows", 0, "意见建议内容").inputValue()).toBe('希望多到一线，\n少开"文山会海"的会');
  expect(await cellOf("rows", 0, "采纳情况").inputValue()).toBe("采纳");
  expect(await cellOf("rows", 1, "意见对象").inputValue()).toBe("单位工作");
  expect(await cellOf("rows", 1, "同类条数").inputValue()).toBe("5");
  await page.getByText("2行，同类条数合计8").waitFor();
});

test("a text of several lines goes into its one cell", async () => {
  const cell = cellOf("rows", 1, "意见建议内容");
  await cell.fill("");
  await paste(cell, "会议可以再少一些\n时间可以再短一些");
  expect(await cell.inputValue()).toBe("会议可以再少一些\n时间可以再短一些");
  expect(await linesOf("rows").count()).toBe(2);
});

test("a choice that is none stays to be seen, is named, and can be mended", async () => {
  await paste(cellOf("rows", 1, "意见对象"), "单位\t会议可以再少一些");
  const named = page.getByText(/“意见对象”请从“支部班子、班子成员、党员、单位工作”中选择，现为“单位”/);
  await named.first().waitFor();
  expect(await cellOf("rows", 1, "意见对象").inputValue()).toBe("单位");
  await cellOf("rows", 1, "意见对象").selectOption("单位工作");
  await expect.poll(() => named.count()).toBe(0);
});

test("the ways are pasted too, their sum stands beside the total, and the form is taken", async () => {
  const channels = "个别谈话\t党员\t面对面\t12\t\t\t5\n发放征求意见表\t服务对象\t背靠背\t\t110\t63\t3";
  await paste(cellOf("channels", 0, "方式"), channels);
  await page.getByText("意见8条，12人次，发出110份，收回63份").waitFor();
  const { from, to, merged_total } = makeOpinionSummary() as EntryValue;
  await typeEntry(page, form, { from, to, raw_total: 9, merged_total });
  await page.getByText("征求意见条数9，各方式合计5+3=8，应相等，现相差1").first().waitFor();
  await typeEntry(page, form, { raw_total: 8 });
  await handInButton(page).click();
  await arrived(page, "opinion_summary").waitFor();
  expect(
    await arrived(page, "opinion_summary").getByRole("link", { name: zh.branch.status.change }).count(),
  ).toBe(1);
});

test("no page complained on the way", () => {
  expect(getWalk().complaints).toEqual([]);
});
