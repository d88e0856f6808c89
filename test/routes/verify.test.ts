import { beforeEach, describe, expect, test } from "vitest";
import { computeLeafHash, computeVerificationCode, type ReceiptBody } from "../../schemas/receipt";
import { makePdf } from "../support/files";
import { readPdf } from "../support/pdf";
import { reset } from "../support/worker";
import { makeArtifact, makeDefinition, makeWorld, sendFile, type World } from "../support/world";

interface Receipt {
  body: ReceiptBody;
  code: string;
  leafHash: string;
}

let world: World;
let first: { file: { id: string; sha256: string } };

beforeEach(async () => {
  await reset();
  world = await makeWorld({ definition: makeDefinition([makeArtifact("report", { accepts: ["pdf"] })]) });
  first = await (await sendFile(world, "report", makePdf("one"), "个人姓名.pdf")).json();
});

async function getReceipt(): Promise<Receipt> {
  const path = `/api/submissions/${world.of().submissionId}/receipt`;
  return (await world.app.request(path, { headers: world.bearer() })).json();
}

const getPage = async (path: string) =>
  (await world.app.request(path, { headers: { Accept: "text/html" } })).text();

describe("anybody checks a receipt", () => {
  test("a current one is valid, with every hash and without the names of files", async () => {
    const page = await getPage("/verify/2026-18-0001");
    expect(page).toContain("有效");
    expect(page).toContain(first.file.sha256);
    expect(page).toContain("霁川区桐荫小学党支部");
    expect(page).not.toContain("个人姓名");
  });

  test("a replaced one is superseded, and leads to the new one", async () => {
    await sendFile(world, "report", makePdf("two"), "二.pdf", { headers: { "X-Replaces": first.file.id } });
    expect(await getPage("/verify/2026-18-0001?v=1")).toContain("已由第 2 版替代");
    expect(await getPage("/verify/2026-18-0001?v=2")).toContain("有效");
    expect(await getPage("/verify/2026-18-0001")).toContain("有效");
  });

  test("an unknown or mangled number is unknown, never a fault", async () => {
    for (const number of [
      "2026-18-0002",
      "2026-18-0001-9999",
      "x",
      "%00",
      "'; DROP TABLE receipts",
      "9".repeat(300),
      "😀",
    ]) {
      const answer = await world.app.request(`/verify/${encodeURIComponent(number)}`, {
        headers: { Accept: "text/html" },
      });
      expect(answer.status, number).toBe(404);
      expect(await answer.text()).toContain("查无此回执");
    }
  });

  test("a forged print that names a real number with another code is found out", async () => {
    const { code } = await getReceipt();
    expect(await getPage(`/verify/2026-18-0001?v=1&code=${code}`)).toContain("有效");
    expect(await getPage("/verify/2026-18-0001?v=1&code=AAAA-BBBB-CCCC")).toContain("查无此回执");
  });

  test("the form leads to the number's own address", async () => {
    const answer = await world.app.request("/verify?number=2026-18-0001", {
      headers: { Accept: "text/html" },
    });
    expect(answer.headers.get("location")).toBe("/verify/2026-18-0001");
  });
});

describe("the receipt proves itself", () => {
  test("its leaf hash and printed code follow from its body alone", async () => {
    const { body, code, leafHash } = await getReceipt();
    expect(await computeLeafHash(body)).toBe(leafHash);
    expect(computeVerificationCode(leafHash)).toBe(code);
    expect(body.number).toBe("2026-18-0001");
    expect(body.statement).toBe("本回执仅证明材料已收齐，不代表审核通过");
  });

  test("its PDF is read by another reader: number, branch, code and hash are there in Chinese", async () => {
    const { code } = await getReceipt();
    const client = await world.branch();
    const answer = await client.get(`/b/${world.of().submissionId}/receipt.pdf`);
    expect(answer.headers.get("content-type")).toBe("application/pdf");
    const { pages } = await readPdf(new Uint8Array(await answer.arrayBuffer()));
    const text = pages.join("").replace(/\s+/g, "");
    for (const part of [
      "2026-18-0001",
      "霁川区桐荫小学党支部",
      code,
      first.file.sha256.slice(0, 12),
      "（公章）",
    ]) {
      expect(text).toContain(part.replace(/\s+/g, ""));
    }
  });

  test("two requests for the same receipt give the same bytes", async () => {
    const client = await world.branch();
    const [a, b] = await Promise.all(
      [1, 2].map(() => client.get(`/b/${world.of().submissionId}/receipt.pdf`)),
    );
    expect(new Uint8Array(await (a as Response).arrayBuffer())).toEqual(
      new Uint8Array(await (b as Response).arrayBuffer()),
    );
  });
});
