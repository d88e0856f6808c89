/** Files as they lie on a phone, its line to the world, and what an upload leaves on the page. */
import { createHash } from "node:crypto";
import { mkdtempSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Locator, Page } from "playwright-core";
import { afterAll } from "vitest";
import { zh } from "../../../web/text/zh";
import { makeJpg } from "../../support/files";
import { cardOf } from "./branch";

export const MIB = 1024 * 1024;
/** What a break may cost: the server's part. */
export const PART_BYTES = 8 * MIB;

const PRINTABLE = 94;

/** A photo no two bytes of which are where others could stand in for them. */
function makePhoto(note: string, bytes: number): Uint8Array {
  const photo = makeJpg(note, bytes);
  let state = note.length + 1;
  for (let at = 0; at < photo.length; at++) {
    if (photo[at] !== 0x20) continue;
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    photo[at] = 0x21 + ((state >>> 16) % PRINTABLE);
  }
  return photo;
}

export interface Stored {
  path: string;
  name: string;
  bytes: number;
  sha256: string;
}

/** A folder of files for the tests of one file: picked by path, they keep their time when picked again. */
export function beginAlbum() {
  const dir = mkdtempSync(join(tmpdir(), "huizhi-album-"));
  afterAll(() => rmSync(dir, { recursive: true, force: true }));
  const store = (name: string, content: Uint8Array): Stored => {
    const path = join(dir, name);
    writeFileSync(path, content);
    const sha256 = createHash("sha256").update(content).digest("hex");
    return { path, name, bytes: content.length, sha256 };
  };
  return {
    store,
    photo: (name: string, bytes: number) => store(name, makePhoto(name, bytes)),
    /** A file of zeros that takes no room. */
    hollow(name: string, bytes: number): Stored {
      const one = store(name, new Uint8Array(0));
      truncateSync(one.path, bytes);
      return { ...one, bytes };
    },
  };
}

/** The page's line: bytes a second upwards, answers that take their time, or none at all. */
export async function openLine(page: Page) {
  const wire = await page.context().newCDPSession(page);
  const set = (offline: boolean, uploadThroughput: number, latency = 0) =>
    wire.send("Network.emulateNetworkConditions", {
      offline,
      latency,
      downloadThroughput: -1,
      uploadThroughput,
    });
  return {
    slow: (bytesPerSecond: number) => set(false, bytesPerSecond),
    fast: () => set(false, -1),
    lag: (ms: number) => set(false, -1, ms),
    cut: () => set(true, -1),
  };
}

/** The line of a file that is on its way, or that was refused. */
export const lineOf = (page: Page, key: string, name: string): Locator =>
  cardOf(page, key).locator(".sent").getByRole("listitem").filter({ hasText: name });

export const barOf = (line: Locator): Locator => line.getByRole("progressbar");

/** How many bytes the page believes to have sent. */
export const sentOf = (line: Locator): Promise<number> =>
  barOf(line).evaluate((bar) => (bar as unknown as { value: number }).value);

export const press = (line: Locator, word: string): Promise<void> =>
  line.getByRole("button", { name: new RegExp(`^${word}`) }).click();

export const wordsOfState = zh.upload;

/** What this site keeps in the browser, by name. */
export const readKept = (page: Page): Promise<Record<string, string>> =>
  page.evaluate("({ ...localStorage, ...sessionStorage })");

export interface Sent {
  method: string;
  /** `Upload-Offset` of a PATCH. */
  offset: number;
}

/** Requests to the uploads of the branch, as they go out. */
export function listSent(page: Page): Sent[] {
  const sent: Sent[] = [];
  page.on("request", (request) => {
    if (!/\/api\/submissions\/[^/]+\/uploads/.test(request.url())) return;
    sent.push({ method: request.method(), offset: Number(request.headers()["upload-offset"] ?? 0) });
  });
  return sent;
}
