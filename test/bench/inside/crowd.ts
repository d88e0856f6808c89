/** A round under way: hundreds of branches, twenty artifacts, most of them in. */
import type { Artifact } from "../../../schemas/artifact";
import { newId } from "../../../worker/ids";
import { settle } from "../../../worker/submissions/settle";
import { makeArtifact } from "../../support/definition";
import { type BenchWorld, makeBenchWorld } from "./world";

const TITLES = [
  "专题组织生活会工作方案",
  "集中学习记录",
  "会前谈话记录",
  "征求意见汇总",
  "查摆问题材料",
  "专题组织生活会会议记录",
  "会议影像",
  "民主评议党员测评汇总表",
  "整改清单与整改承诺",
  "小结电子稿",
  "小结纸质稿（加盖公章）",
];
const FORMS: Readonly<Record<string, string>> = {
  专题组织生活会工作方案: "work_plan",
  民主评议党员测评汇总表: "appraisal_tally",
  小结电子稿: "activity_summary",
};

function makeAsked(i: number): Artifact {
  const title = TITLES[i % TITLES.length] ?? "";
  const key = `artifact_${i + 1}`;
  const titles = { zh: i < TITLES.length ? title : `${title}（补充）`, en: key };
  const due = `2026-12-${String(5 + (i % 20)).padStart(2, "0")}T23:59:59+08:00`;
  const form = FORMS[title];
  if (form !== undefined) return makeArtifact(key, { title: titles, kind: "form", form, due });
  const sealed = title.includes("公章");
  return makeArtifact(key, { title: titles, due, ...(sealed ? { kind: "paper", sealed, copies: 1 } : {}) });
}

/** How much of the round a branch has in: two thirds all of it, the others some. */
const countIn = (branch: number, artifacts: number) =>
  branch % 3 < 2 ? artifacts : (branch * 7) % artifacts;

const hashOf = (i: number) => (i * 2654435761 + 1).toString(16).padStart(16, "0").repeat(4).slice(0, 64);

interface Handed {
  files: unknown[][];
  entries: unknown[][];
  papers: unknown[][];
}

function listHanded(world: BenchWorld, artifacts: readonly Artifact[], first: number, last: number): Handed {
  const handed: Handed = { files: [], entries: [], papers: [] };
  for (let b = first; b < last; b++) {
    const submission = world.branches[b]?.submissionId;
    artifacts.slice(0, countIn(b, artifacts.length)).forEach((one, a) => {
      const no = b * artifacts.length + a;
      const at = new Date(
        Date.parse("2026-12-01T01:00:00Z") + ((no * 7919) % 1_500_000) * 1000,
      ).toISOString();
      if (one.kind === "paper") handed.papers.push([newId("pap"), submission, one.key, at]);
      else if (one.kind === "form") {
        handed.entries.push([newId("ent"), submission, one.key, one.form, hashOf(no), 900 + (no % 700), at]);
      } else {
        const id = newId("fil");
        const key = `submissions/${submission}/${id}`;
        handed.files.push([id, submission, one.key, key, hashOf(no), 20_000 + no, at]);
      }
    });
  }
  return handed;
}

const FILES_SQL = `INSERT INTO files (id, submission_id, artifact_key, lineage_id, version, name, type, bytes, sha256,
    crc32, etag, object_key, state, pages, started_at, received_at)
  SELECT value ->> 0, value ->> 1, value ->> 2, value ->> 0, 1, '材料.pdf', 'pdf', value ->> 5, value ->> 4,
    1, 'etag', value ->> 3, 'stored', 3, value ->> 6, value ->> 6 FROM json_each(?)`;
const ENTRIES_SQL = `INSERT INTO entries (id, submission_id, artifact_key, form, version, data, bytes, sha256, chars, received_at)
  SELECT value ->> 0, value ->> 1, value ->> 2, value ->> 3, 1, '{}', 2, value ->> 4, value ->> 5, value ->> 6 FROM json_each(?)`;
const PAPERS_SQL = `INSERT INTO papers (id, submission_id, artifact_key, version, arrived_at, copies, sealed, received_by,
    note, staff_id, received_at)
  SELECT value ->> 0, value ->> 1, value ->> 2, 1, value ->> 3, 1, 1, '党建办', '', (SELECT id FROM staff LIMIT 1), value ->> 3
  FROM json_each(?)`;

const BRANCHES_PER_BATCH = 50;
const SETTLES_AT_ONCE = 8;

async function fill(env: Env, world: BenchWorld, artifacts: readonly Artifact[]): Promise<void> {
  for (let first = 0; first < world.branches.length; first += BRANCHES_PER_BATCH) {
    const last = Math.min(first + BRANCHES_PER_BATCH, world.branches.length);
    const { files, entries, papers } = listHanded(world, artifacts, first, last);
    await env.DB.batch([
      env.DB.prepare(FILES_SQL).bind(JSON.stringify(files)),
      env.DB.prepare(ENTRIES_SQL).bind(JSON.stringify(entries)),
      env.DB.prepare(PAPERS_SQL).bind(JSON.stringify(papers)),
    ]);
  }
}

export interface Crowd extends BenchWorld {
  /** A branch with everything in, and one in the middle. */
  complete: number;
  partial: number;
}

/** Rows are put in at once, but every submission is settled by the product, so summaries and receipts are its own. */
export async function makeCrowd(
  env: Env,
  options: { branches: number; artifacts: number; now: string },
): Promise<Crowd> {
  const artifacts = Array.from({ length: options.artifacts }, (_, i) => makeAsked(i));
  const opened = "2026-11-25T01:00:00.000Z";
  const world = await makeBenchWorld(env, {
    branches: options.branches,
    artifacts,
    now: opened,
    signedInAt: options.now,
  });
  await fill(env, world, artifacts);
  await env.DB.prepare("UPDATE submissions SET opened_at = ? WHERE round_id = ?")
    .bind(opened, world.roundId)
    .run();
  for (let i = 0; i < world.branches.length; i += SETTLES_AT_ONCE) {
    const some = world.branches.slice(i, i + SETTLES_AT_ONCE);
    await Promise.all(some.map((one) => settle(env, one.submissionId, options.now)));
  }
  const indexes = world.branches.map((_, i) => i);
  const half = (i: number) => Math.abs(countIn(i, artifacts.length) - artifacts.length / 2);
  const partial = indexes.toSorted((a, b) => half(a) - half(b))[0] ?? 0;
  return { ...world, complete: 0, partial };
}
