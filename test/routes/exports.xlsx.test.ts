import { env } from "cloudflare:workers";
import readXlsxFile from "read-excel-file/universal";
import { expect, it } from "vitest";
import type { SummaryCell } from "../../schemas/summary";
import { buildLedger, buildMissingList, type LedgerBranch } from "../../worker/exports/ledger.rules";
import { renderXlsx } from "../../worker/exports/table.xlsx";
import { publish } from "../rules/exports.support";
import { makeArtifact, makeDefinition } from "../support/definition";

const STAMP = "2026-12-19T01:02:03.000Z";
const DUE = "2026-12-18T23:59:59+08:00";

/** A round of the largest size asked for, every second artifact in. */
function makeTables(branches: number, artifacts: number) {
  const asked = Array.from({ length: artifacts }, (_, i) => makeArtifact(`artifact_${i + 1}`, { due: DUE }));
  const version = publish(makeDefinition(asked));
  const rows = Array.from({ length: branches }, (_, n): LedgerBranch => {
    const cells = asked.map(
      (_, i): SummaryCell =>
        (n + i) % 2 === 0
          ? ["received", `2026-12-1${i % 9}T0${n % 10}:00:00.000Z`, 1000 + n, "chars", (i % 3) * 3600]
          : ["missing", null, null, null, 0],
    );
    return {
      ...{ code: `JC${String(n).padStart(3, "0")}`, name: `霁川区第${n}党支部`, state: "partial" },
      ...{ summary: JSON.stringify(cells), receiptNumber: null, receiptVersion: null },
      lastActivityAt: "2026-12-18T01:00:00.000Z",
    };
  });
  return [buildLedger(version, rows), buildMissingList(version, rows)];
}

it("the workbook of 500 branches and 20 artifacts is made inside the Worker and read back", async () => {
  const tables = makeTables(500, 20);
  const workbook = await renderXlsx(tables, STAMP);
  const sheets = await readXlsxFile(workbook.buffer, { trim: false });
  expect(sheets.map((one) => [one.sheet, one.data.length])).toEqual([
    ["台账", 501],
    ["未交清单", 5001],
  ]);
  sheets.forEach((sheet, i) => {
    expect(sheet.data[0]).toEqual(tables[i]?.header);
    expect(sheet.data[500]).toEqual(tables[i]?.rows[499]);
  });
});

it("the workbook goes into the bucket as it is and comes out the same", async () => {
  const workbook = await renderXlsx(makeTables(3, 2), STAMP);
  await env.FILES.put("packs/test.xlsx", workbook);
  const stored = await env.FILES.get("packs/test.xlsx");
  expect(new Uint8Array((await stored?.arrayBuffer()) ?? new ArrayBuffer(0))).toEqual(workbook);
});
