import { beforeEach, describe, expect, test } from "vitest";
import { NO_JUDGEMENT } from "../../schemas/judgement";
import { checkInvariants } from "../../worker/audit/invariants";
import { openDb } from "../../worker/db";
import { buildReceiptPointer, buildReceiptStatement } from "../../worker/receipts/receipt.store";
import { sweep } from "../../worker/retention/sweep";
import { getSubmissionSheet } from "../../worker/submissions/facts.store";
import { type SummaryUpdate, writeSettled } from "../../worker/submissions/settle.store";
import {
  amend,
  codeOf,
  definition,
  handIn,
  openRound,
  publishChanged,
  publishDraft,
  putDraft,
  status,
  withReport,
  world,
} from "../support/amendments";
import { countRows } from "../support/committee";
import { makePdf } from "../support/files";
import { env } from "../support/worker";
import { makeArtifact } from "../support/world";

beforeEach(openRound);

describe("receipts after an amendment", () => {
  const verify = async () =>
    (await world.app.request("/verify/2026-18-0001", { headers: { Accept: "application/json" } })).json();

  beforeEach(async () => {
    await handIn("plan", "JC01");
    await handIn("report", "JC01");
  });

  test("stay as they are where nothing of them changed", async () => {
    await amend(withReport({ note: "附名单" }));
    await amend({ ...withReport({ note: "附名单" }), latePolicy: "refuse" });
    expect(await status("JC01")).toMatchObject({
      complete: true,
      receipt: { version: 1, standing: "whole" },
    });
    expect(await checkInvariants(env)).toEqual([]);
  });

  test("get their next version where what they say changed", async () => {
    await amend(withReport({ title: { zh: "工作总结", en: "Report" } }));
    expect(await status("JC01")).toMatchObject({
      complete: true,
      receipt: { version: 2, standing: "whole" },
    });
    expect(await checkInvariants(env)).toEqual([]);
  });

  test("stay while something new is out, and the next version comes with it", async () => {
    const photos = makeArtifact("photos", { accepts: ["pdf"] });
    await amend(withReport({}, [photos]), { photos: "required" });
    expect(await status("JC01")).toMatchObject({
      complete: false,
      missing: ["photos"],
      receipt: { version: 1, standing: "reopened" },
      amendment: { changes: [{ what: "added", artifact: "photos", required: true }] },
    });
    expect(await verify()).toMatchObject({ number: "2026-18-0001" });
    await handIn("photos", "JC01");
    expect(await status("JC01")).toMatchObject({
      complete: true,
      receipt: { version: 2, standing: "whole" },
    });
    expect(await checkInvariants(env)).toEqual([]);
  });
});

describe("judging every branch again", () => {
  const listMarked = async () =>
    env.DB.prepare("SELECT COUNT(*) AS n FROM submissions WHERE settled_seq < 0").first<number>("n");

  test("starts who has not begun anew at once, and marks who has until it is settled", async () => {
    await handIn("plan", "JC01");
    await putDraft(withReport({}, [makeArtifact("photos")]), { photos: "required" });
    const publishing = await publishDraft();
    expect(publishing.status).toBe(201);
    const { results } = await env.DB.prepare(
      "SELECT code, missing_count AS missing FROM submissions ORDER BY code",
    ).all();
    expect(results.slice(1)).toEqual([
      { code: "JC02", missing: 3 },
      { code: "JC03", missing: 3 },
    ]);
    await world.app.idle();
    expect(await listMarked()).toBe(0);
    expect((await status("JC01")).missing).toEqual(["report", "photos"]);
    expect(await checkInvariants(env)).toEqual([]);
  });

  test("writes nothing that was concluded by the version before", async () => {
    await handIn("plan", "JC01");
    const db = openDb(env.DB);
    const { submissionId } = world.of("JC01");
    const { head } = await getSubmissionSheet(db, submissionId);
    await amend(withReport({ note: "附名单" }));
    const look = { submissionId, head, roundVersion: 1 };
    const update: SummaryUpdate = {
      at: world.app.now,
      state: "complete",
      missingCount: 0,
      contentSha256: null,
      summary: "[]",
      judgement: NO_JUDGEMENT,
      firstReceived: {},
      lastActivityAt: null,
    };
    const claim = {
      roundId: world.roundId,
      roundVersion: 1,
      submissionId,
      version: 1,
      claim: "{}",
      sha256: "0",
    };
    const issue = {
      version: 1,
      statement: buildReceiptStatement(db, { id: "rcp_old", now: world.app.now, ...claim }),
      event: { chainId: submissionId, type: "receipt.issued", actor: "system", data: {}, at: world.app.now },
    };
    for (const act of [null, issue])
      expect(await writeSettled(db, look, update, buildReceiptPointer(submissionId), act)).toBe(false);
    expect(await countRows("receipts")).toBe(0);
    expect(await checkInvariants(env)).toEqual([]);
  });

  test("leaves nothing unjudged, when branches hand in at the same moment", async () => {
    for (let n = 0; n < 4; n++) {
      await putDraft(withReport({ note: `第 ${n} 稿`, minFiles: 1 + (n % 2) }));
      await Promise.all([
        publishDraft(),
        ...["JC01", "JC02", "JC03"].map((code) => handIn(n % 2 === 0 ? "plan" : "report", code)),
      ]);
      await world.app.idle();
      expect(await listMarked()).toBe(0);
      expect(await checkInvariants(env)).toEqual([]);
    }
  });

  test("is made up for by the sweep, so many at a time", async () => {
    const rows = Array.from({ length: 100 }, (_, i) => [`sub_x${i}`, `brn_x${i}`, `X${i}`, `SLIP-${i}`]);
    const by = "(SELECT committee_id FROM rounds LIMIT 1)";
    await env.DB.prepare(
      `INSERT INTO branches (id, committee_id, code, name, numbers, created_at, updated_at)
        SELECT value ->> 1, ${by}, value ->> 2, value ->> 2, '{}', '2026', '2026' FROM json_each(?)`,
    )
      .bind(JSON.stringify(rows))
      .run();
    await env.DB.prepare(
      `INSERT INTO submissions (id, round_id, branch_id, code, name, numbers, slip_code, state, missing_count,
          summary, settled_seq, created_at)
        SELECT value ->> 0, (SELECT id FROM rounds), value ->> 1, value ->> 2, value ->> 2, '{}', value ->> 3,
          'untouched', 2, '[]', -1, '2026' FROM json_each(?)`,
    )
      .bind(JSON.stringify(rows))
      .run();
    const swept = [];
    for (let run = 0; run < 3; run++) swept.push((await sweep(env, world.app.now)).settled);
    expect(swept).toEqual([60, 40, 0]);
    expect(await listMarked()).toBe(0);
  });
});

describe("what is on its way while a round is amended", () => {
  /** A file whose second half is sent only when `meanwhile` is done. */
  async function sendMeanwhile(meanwhile: () => Promise<unknown>): Promise<Response> {
    const bytes = makePdf("unterwegs");
    const { readable, writable } = new FixedLengthStream(bytes.length);
    const writer = writable.getWriter();
    const headers = { ...world.bearer(), "X-File-Name": "a.pdf", "Content-Length": String(bytes.length) };
    const path = `/api/submissions/${world.of().submissionId}/artifacts/report/files`;
    const answer = world.app.request(path, { method: "POST", headers, body: readable });
    await writer.write(bytes.slice(0, 100));
    await meanwhile();
    await writer.write(bytes.slice(100));
    await writer.close();
    return answer;
  }

  test("is a file of the new version, when it is still asked for", async () => {
    const answer = await sendMeanwhile(() =>
      publishChanged(withReport({ due: "2026-12-18T23:59:59+08:00" })),
    );
    expect([answer.status, await answer.json()]).toMatchObject([201, { missing: ["plan"] }]);
    expect(await checkInvariants(env)).toEqual([]);
  });

  test("is refused with the reason, when it is not", async () => {
    const answer = await sendMeanwhile(() => publishChanged(definition, { report: "off" }));
    expect([answer.status, await codeOf(answer)]).toEqual([403, "artifact.withdrawn"]);
    expect(await checkInvariants(env)).toEqual([]);
  });
});
