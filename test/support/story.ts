/** A round of the test district as the people in it meet it: branch by link, clerk by session, anybody by number. */
import type { BranchRequest } from "../../schemas/api.request";
import type { ReviewRequest } from "../../schemas/api.review";
import type { ProfileName, RoundDefinition } from "../../schemas/round";
import type { BranchNumbers } from "../../worker/db";
import { DEMO_BRANCHES } from "../../worker/demo/demo.branches";
import { buildDemoRound } from "../../worker/demo/demo.round";
import { shiftDates } from "../../worker/rounds/round.shift.rules";
import { findTemplate } from "../../worker/rounds/templates";
import { makeWorld, sendFile, type World } from "./world";

/** The test round of domain.md §4.1: plan by 12-04, meeting by 12-11, materials by 12-18. */
export const buildTestRound = (): RoundDefinition => buildDemoRound("2026-11-27");
export const ROUND_OPENS = "2026-11-27T01:00:00.000Z";

export const TWELVE_BRANCHES = DEMO_BRANCHES.map(({ code, name, ...numbers }) => ({
  code,
  name,
  numbers: { ...numbers, under: null } satisfies BranchNumbers,
}));

/** A notice of the five with its dates moved into the test year. */
export function openNotice(id: string): RoundDefinition {
  const template = findTemplate(id);
  if (template === null) throw new Error(`no template ${id}`);
  return shiftDates(template.definition, { latestDueOn: "2026-12-22" });
}

/** Shanghai's wall clock, `12-09 14:00`, as an instant of the test year. */
export const at = (wall: string): string =>
  new Date(`2026-${wall.replace(" ", "T")}${wall.length < 12 ? ":00" : ""}+08:00`).toISOString();

export interface Refused {
  code: string;
  detail: string;
  findings?: { path: string; level: string; code: string; zh: string }[];
}

interface Shown {
  key: string;
  state: string;
  required: boolean;
  due: string | null;
  receivedAt: string | null;
  lateSeconds: number;
  files: { id: string; version: number; name: string; type: string; sha256: string; notes: string[] }[];
  entries: { item: number; version: number; form: string }[];
  findings: { code: string; level: string; zh: string; rule?: string; line?: string | null }[];
}

export interface Status {
  state: string;
  missing: string[];
  complete: boolean;
  receipt: { number: string; version: number; standing: string; verifyPath: string } | null;
  artifacts: Shown[];
}

export interface StoryOptions {
  definition?: RoundDefinition;
  profile?: ProfileName;
  branches?: typeof TWELVE_BRANCHES;
}

export class Story {
  constructor(readonly world: World) {}

  /** Sets everybody's clock. */
  clock(wall: string): void {
    this.world.app.now = at(wall);
  }

  async status(code: string): Promise<Status> {
    const path = `/api/submissions/${this.world.of(code).submissionId}`;
    return (await (
      await this.world.app.request(path, { headers: this.world.bearer(code) })
    ).json()) as Status;
  }

  async artifact(code: string, key: string): Promise<Shown> {
    const found = (await this.status(code)).artifacts.find((one) => one.key === key);
    if (found === undefined) throw new Error(`no artifact ${key}`);
    return found;
  }

  /** Hands in an entry; the problem where it is refused. */
  async enter(code: string, key: string, entry: unknown, item = 1): Promise<Response> {
    const suffix = item === 1 ? "" : `/${item === 0 ? "nothing" : item}`;
    const path = `/api/submissions/${this.world.of(code).submissionId}/artifacts/${key}/entry${suffix}`;
    const headers = { ...this.world.bearer(code), "Content-Type": "application/json" };
    return this.world.app.request(path, { method: "PUT", body: JSON.stringify({ entry }), headers });
  }

  /** The sentences that kept an entry from being handed in. */
  async refusals(code: string, key: string, entry: unknown, item = 1): Promise<string[]> {
    const answer = await this.enter(code, key, entry, item);
    const body = (await answer.json()) as Refused;
    if (body.code !== "entry.invalid")
      throw new Error(`not refused: ${answer.status} ${JSON.stringify(body)}`);
    return (body.findings ?? []).filter((one) => one.level === "block").map((one) => one.zh);
  }

  /** Hands in an entry that must be taken; what was said of it all the same. */
  async handIn(code: string, key: string, entry: unknown, item = 1): Promise<string[]> {
    const answer = await this.enter(code, key, entry, item);
    const body = (await answer.json()) as { findings: { zh: string }[] };
    if (answer.status > 201) throw new Error(`refused: ${JSON.stringify(body)}`);
    return body.findings.map((one) => one.zh);
  }

  send(code: string, key: string, bytes: Uint8Array<ArrayBuffer>, name: string, replaces?: string) {
    const headers: Record<string, string> = replaces === undefined ? {} : { "X-Replaces": replaces };
    return sendFile(this.world, key, bytes, name, { code, headers });
  }

  async sendTaken(
    code: string,
    key: string,
    bytes: Uint8Array<ArrayBuffer>,
    name: string,
    replaces?: string,
  ) {
    const answer = await this.send(code, key, bytes, name, replaces);
    if (answer.status > 201) throw new Error(`refused: ${await answer.text()}`);
    return ((await answer.json()) as { file: { id: string; sha256: string; type: string } }).file;
  }

  #branch = (code: string) => `/rounds/${this.world.roundId}/branches/${this.world.of(code).submissionId}`;

  async bringPaper(code: string, key: string, paper: Record<string, unknown> = {}): Promise<Response> {
    const clerk = await this.world.staff();
    const body = { copies: 1, sealed: true, receivedBy: "党建办", ...paper };
    return clerk.send(`/api${this.#branch(code)}/papers/${key}`, body, "PUT");
  }

  async decide(code: string, key: string, review: Partial<ReviewRequest>): Promise<Response> {
    const clerk = await this.world.staff();
    return clerk.send(`/api${this.#branch(code)}/artifacts/${key}/review`, review, "PUT");
  }

  async extend(code: string, extension: Record<string, unknown>): Promise<Response> {
    const clerk = await this.world.staff();
    return clerk.send(`/api${this.#branch(code)}/extensions`, extension);
  }

  async ask(code: string, request: Partial<BranchRequest>): Promise<Response> {
    const path = `/api/submissions/${this.world.of(code).submissionId}/requests`;
    const headers = { ...this.world.bearer(code), "Content-Type": "application/json" };
    return this.world.app.request(path, { method: "POST", body: JSON.stringify(request), headers });
  }

  async strike(code: string, file: string, reason: string): Promise<Response> {
    const clerk = await this.world.staff();
    return clerk.send(`/api${this.#branch(code)}/files/${file}/strike`, { reason });
  }

  /** What the branch's page says, without its markup. */
  async page(code: string): Promise<string> {
    const client = await this.world.branch(code);
    const html = await (await client.get(`/b/${this.world.of(code).submissionId}`)).text();
    return toText(html);
  }

  /** What the committee's page of the branch says. */
  async clerkPage(code: string): Promise<string> {
    const clerk = await this.world.staff();
    return toText(await (await clerk.get(`/committee${this.#branch(code)}`)).text());
  }

  async receipt(
    code: string,
  ): Promise<{ body: Record<string, unknown> & { artifacts: Record<string, unknown>[] } }> {
    const path = `/api/submissions/${this.world.of(code).submissionId}/receipt`;
    const answer = await this.world.app.request(path, { headers: this.world.bearer(code) });
    return (await answer.json()) as Awaited<ReturnType<Story["receipt"]>>;
  }

  async verify(number: string, version?: number): Promise<Record<string, unknown>> {
    const path = `/verify/${number}${version === undefined ? "" : `?v=${version}`}`;
    const answer = await this.world.app.request(path, { headers: { Accept: "application/json" } });
    return (await answer.json()) as Record<string, unknown>;
  }
}

export const toText = (html: string): string =>
  html
    .replace(/<style>.*?<\/style>/gs, "")
    .replace(/<[^>]+>/g, "")
    .replace(/&quot;/g, '"')
    .replace(/&amp;/g, "&");

/** The test round with its twelve branches, or a notice as it is, just published. */
export async function beginStory(options: StoryOptions = {}): Promise<Story> {
  const { definition = buildTestRound(), branches = TWELVE_BRANCHES, profile } = options;
  return new Story(await makeWorld({ definition, branches, now: ROUND_OPENS, ...(profile && { profile }) }));
}
