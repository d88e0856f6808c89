import { describe, expect, test } from "vitest";
import { inspectStored } from "../../worker/files/inspect/stored.inspect";
import { readerOf } from "../support/hostile.files";
import { layLockedXls, OPEN_WORKBOOKS, SHUT_WORKBOOKS } from "../support/hostile.workbooks";

const inspect = (bytes: Uint8Array, name = "台账.xls") => inspectStored(readerOf(bytes), name);
const xls = { kind: "known", type: "xls" };

describe("a workbook whose structure alone is protected", () => {
  test.each(OPEN_WORKBOOKS)("is taken where Excel locked it with $method", async ({ pass, near, far }) => {
    expect(await inspect(layLockedXls(pass, near[0]))).toMatchObject({ verdict: xls, notes: [] });
    expect(await inspect(layLockedXls(pass, near[0]), "台账.et")).toMatchObject({
      verdict: { type: "et" },
      notes: [],
    });
    if (far !== null) expect((await inspect(layLockedXls(pass, far[0], 1200))).notes).toEqual([]);
  });

  test.each(OPEN_WORKBOOKS)("hides no macro sheet behind $method", async ({ pass, near, far }) => {
    const macro = { kind: "dangerous", label: "带宏的文档" };
    expect((await inspect(layLockedXls(pass, near[1]))).verdict).toEqual(macro);
    if (far !== null) expect((await inspect(layLockedXls(pass, far[1], 1200))).verdict).toEqual(macro);
  });
});

describe("a workbook that asks for a password", () => {
  test.each(SHUT_WORKBOOKS)("is locked: %s", async (_what, pass) => {
    expect(await inspect(layLockedXls(pass, 0))).toMatchObject({ verdict: xls, notes: ["encrypted"] });
  });
});
