/**
 * The program's own functions beside the program, on the same database and bucket: rounds are
 * made, filled, sealed and counted here, while what is measured stays as it is served.
 */
import { STAFF_COOKIE } from "../../../worker/access";
import { sealSubmission } from "../../../worker/bundles/pack.seal";
import { createApp } from "../../../worker/index";
import { makeArtifact } from "../../support/definition";
import { limitEnv } from "../../support/limits";
import type { Acts, AnswerCost } from "../acts";
import { stockBranch } from "./stock";
import { makeBenchWorld } from "./world";

type BackstageEnv = Env & { PROBE_KEY: string };

type Handlers = {
  [N in keyof Acts]: (
    env: BackstageEnv,
    asked: Parameters<Acts[N]>[0],
    context: ExecutionContext,
  ) => Promise<ReturnType<Acts[N]>>;
};

const SEALS_AT_ONCE = 8;

async function sealNow(env: Env, submissionId: string, now: string): Promise<string> {
  return sealSubmission(env, submissionId, { now, origin: null });
}

/** A paper that is out keeps the branches from being complete, which spares each its receipt. */
async function makeRound(env: Env, asked: Parameters<Acts["makeRound"]>[0]) {
  const { branches, files, fileBytes, now } = asked;
  const keys = Array.from({ length: files }, (_, i) => `a${i + 1}`);
  const paper = makeArtifact("paper", { kind: "paper", sealed: true, copies: 1, minFiles: 0 });
  const artifacts = [...keys.map((key) => makeArtifact(key)), paper];
  const world = await makeBenchWorld(env, { branches, artifacts, now });
  for (const { submissionId } of world.branches) {
    await stockBranch(env, { submissionId, artifacts: keys, fileBytes, now });
  }
  for (let i = 0; i < branches; i += SEALS_AT_ONCE) {
    const some = world.branches.slice(i, i + SEALS_AT_ONCE);
    const outcomes = await Promise.all(some.map((one) => sealNow(env, one.submissionId, now)));
    if (outcomes.some((one) => one !== "sealed")) throw new Error("a branch of the round was not sealed");
  }
  return { roundId: world.roundId, cookie: `${STAFF_COOKIE}=${world.staffToken}` };
}

async function unseal(env: Env, submissionId: string): Promise<null> {
  const query = "SELECT object_key AS key FROM packs WHERE submission_id = ?";
  const { results } = await env.DB.prepare(query).bind(submissionId).all<{ key: string }>();
  await env.FILES.delete(results.map((one) => one.key));
  await env.DB.prepare("DELETE FROM packs WHERE submission_id = ?").bind(submissionId).run();
  return null;
}

const IS_SEALED_SQL = `SELECT 1 FROM submissions AS s JOIN packs AS p
  ON p.submission_id = s.id AND p.content_sha256 = s.content_sha256 AND p.state = 'sealed' WHERE s.id = ?`;

async function countAnswer(
  env: BackstageEnv,
  asked: Parameters<Acts["count"]>[0],
  context: ExecutionContext,
): Promise<AnswerCost> {
  const limited = limitEnv(env);
  const request = new Request(asked.url, { headers: asked.headers });
  const answer = await createApp().fetch(request, { ...env, ...limited.env }, context);
  let bytes = 0;
  const write = (chunk: Uint8Array) => {
    bytes += chunk.length;
  };
  await answer.body?.pipeTo(new WritableStream({ write }));
  const { subrequests, calls, statements } = limited.counts;
  return { status: answer.status, bytes, subrequests, r2Reads: calls["r2.get"] ?? 0, statements };
}

const HANDLERS: Handlers = {
  makeBranches: (env, asked) =>
    makeBenchWorld(env, { ...asked, artifacts: [makeArtifact("records"), makeArtifact("cover")] }),
  makeRound,
  stock: async (env, asked) => {
    await stockBranch(env, asked);
    return null;
  },
  seal: (env, { submissionId, now }) => sealNow(env, submissionId, now),
  unseal: (env, { submissionId }) => unseal(env, submissionId),
  isSealed: async (env, { submissionId }) =>
    (await env.DB.prepare(IS_SEALED_SQL).bind(submissionId).first()) !== null,
  count: countAnswer,
};

const isAct = (name: string): name is keyof Acts => Object.hasOwn(HANDLERS, name);

export default {
  async fetch(request: Request, env: BackstageEnv, context: ExecutionContext): Promise<Response> {
    if (request.headers.get("Authorization") !== `Bearer ${env.PROBE_KEY}`) {
      return new Response(null, { status: 403 });
    }
    const name = new URL(request.url).pathname.slice(1);
    if (!isAct(name)) return new Response(null, { status: 404 });
    const act = HANDLERS[name] as (env: BackstageEnv, asked: unknown, context: ExecutionContext) => unknown;
    try {
      return Response.json(await act(env, await request.json(), context));
    } catch (fault) {
      return new Response(String(fault instanceof Error ? fault.stack : fault), { status: 500 });
    }
  },
};
