import type { Page } from "playwright-core";
import { startServer } from "../../.ci/serve.mjs";
import { zh } from "../../web/text/zh";
import { DEMO_BRANCHES } from "../../worker/demo/demo.branches";
import { launchBrowser } from "../support/browser";
import type { Figure } from "./figures";
import { Finger, PACE_NOTE } from "./finger";
import { handInAll } from "./journey.steps";
import { PHONE } from "./phone";
import { makeDataDir } from "./scratch";
import { type Recording, recordWire, sumBytes } from "./wire";

const MOST_SECONDS = 180;
const PAPER = "summary_paper";

type Server = Awaited<ReturnType<typeof startServer>>;

interface Journey {
  finger: Finger;
  wire: Recording;
  /** What pages and server took, with nobody waiting. */
  machineSeconds: number;
}

/** The desk takes the paper in: somebody else's work, so not counted. */
async function recordPaper({ url, demo }: Server, submissionId: string): Promise<void> {
  const { user: userName, password } = demo.committee;
  const call = async (method: string, path: string, headers: Record<string, string>, body?: unknown) => {
    const json = { "Content-Type": "application/json", Origin: url, Accept: "application/json" };
    const asked = { method, headers: { ...json, ...headers }, body: JSON.stringify(body) };
    const answer = await fetch(`${url}${path}`, asked);
    if (!answer.ok) throw new Error(`${method} ${path} answered ${answer.status}: ${await answer.text()}`);
    return answer;
  };
  const session = await call("POST", "/api/session", {}, { userName, password });
  const Cookie = session.headers
    .getSetCookie()
    .map((one) => one.split(";")[0])
    .join("; ");
  const { rounds } = (await (await call("GET", "/api/rounds", { Cookie })).json()) as {
    rounds: { id: string }[];
  };
  const path = `/api/rounds/${rounds[0]?.id}/branches/${submissionId}/papers/${PAPER}`;
  const arrival = {
    arrivedAt: new Date().toISOString(),
    copies: 1,
    sealed: true,
    receivedBy: "党建办",
    note: "",
  };
  await call("PUT", path, { Cookie }, arrival);
}

async function openPhone(): Promise<{ page: Page; wire: Recording; close(): Promise<void> }> {
  const browser = await launchBrowser();
  const context = await browser.newContext({ viewport: PHONE, locale: "zh-CN" });
  context.setDefaultTimeout(15_000);
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  const page = await context.newPage();
  const wire = await recordWire(await context.newCDPSession(page), { cache: true });
  return { page, wire, close: () => browser.close() };
}

/** From the link in a chat to the receipt on the screen. */
async function travel(server: Server): Promise<Journey> {
  const { page, wire, close } = await openPhone();
  try {
    const finger = new Finger(page);
    const [branch] = DEMO_BRANCHES;
    if (branch === undefined) throw new Error("the demo has no branches");
    const started = performance.now();
    finger.taps += 1;
    await page.goto(server.demo.branchLink);
    await page.getByRole("heading", { name: branch.name }).waitFor();
    await handInAll(finger, branch, new Date().toISOString());
    await recordPaper(server, new URL(page.url()).pathname.split("/").at(-1) ?? "");
    finger.taps += 1;
    await page.reload();
    await finger.tap(page.getByRole("link", { name: zh.receipt.page }));
    await page
      .getByText(/^\d{4}-\d+-\d{4}$/)
      .or(page.getByText(zh.receipt.title))
      .first()
      .waitFor();
    return { finger, wire, machineSeconds: (performance.now() - started) / 1000 };
  } finally {
    await close();
  }
}

const count = (key: string, value: number, note: string): Figure => ({
  key,
  value,
  unit: "",
  target: null,
  note,
});

/** A branch's whole hand-in of the demo round (7 artifacts) by a scripted finger, counted. */
export async function measureJourney(): Promise<Figure[]> {
  const server = await startServer({ port: 0, dataDir: makeDataDir(), demo: true });
  try {
    const { finger, wire, machineSeconds } = await travel(server);
    const pages = wire.done.filter((one) => one.type === "Document").length;
    return [
      {
        key: "journey_person_s",
        value: finger.seconds + machineSeconds,
        unit: "s",
        target: { most: MOST_SECONDS },
        note: `link to receipt, 7 artifacts: ${finger.seconds.toFixed(0)} s of the hand (${PACE_NOTE}) and ${machineSeconds.toFixed(1)} s of the pages`,
      },
      count("journey_taps", finger.taps, "what was written before is pasted or filed as a document"),
      count("journey_typed_chars", finger.typed, "round, roster and plan fill in the rest"),
      count("journey_pages", pages, `pages loaded; after an upload the page is not loaded again`),
      count(
        "journey_requests",
        wire.done.length,
        "uploads and autosaves included; one load of the closest peer's page takes 43",
      ),
      {
        key: "journey_received_bytes",
        value: sumBytes(wire.done),
        unit: "B",
        target: null,
        note: "over the wire to the phone, all pages and scripts; the closest peer's page alone 293 kB, LCP 8.8 s / 3.2 s",
      },
    ];
  } finally {
    await server.stop();
  }
}
