import { createHash } from "node:crypto";
import { setTimeout } from "node:timers/promises";
import { PART_BYTES } from "../../schemas/upload";
import { makeJpg } from "../../worker/demo/demo.files";
import { ask, type Throughput } from "./instance";
import { type Transferred, transfer } from "./transfer";

export const MIB = 1024 * 1024;

/** A branch that hands in, with its link as a program carries it. */
export function branchOf({ app, world }: Throughput, index: number) {
  const branch = world.branches[index];
  if (branch === undefined) throw new Error(`there is no branch ${index}`);
  const headers = { Authorization: `Bearer ${branch.secret}` };
  const bundle = new URL(`/b/${branch.submissionId}/bundle.zip`, app);
  // With its earlier versions a bundle is never packed; where there are none it holds the same.
  return { ...branch, headers, bundle, bundleOfFiles: new URL("?versions=all", bundle) };
}

/** The hash of a file as its sender tells it (RFC 9530). */
export const tellDigest = (body: Uint8Array) => ({
  "Repr-Digest": `sha-256=:${createHash("sha256").update(body).digest("base64")}:`,
});

/** Hands in one file as a program does; throws unless it is stored as a new one. */
export async function uploadFile(
  at: Throughput,
  index: number,
  artifact: string,
  name: string,
  body: Uint8Array,
  more: Record<string, string> = {},
): Promise<Transferred> {
  const branch = branchOf(at, index);
  const url = new URL(`/api/submissions/${branch.submissionId}/artifacts/${artifact}/files`, at.app);
  const headers = { ...branch.headers, "X-File-Name": encodeURIComponent(name), ...more };
  const answer = await transfer(url, { method: "POST", headers, body });
  const told = JSON.parse(answer.text) as { already: boolean; file: { bytes: number } };
  if (told.already || told.file.bytes !== body.length)
    throw new Error("an upload was not stored as it was sent");
  return answer;
}

const encode = (text: string) => Buffer.from(text).toString("base64");

/** Sends one file by tus 1.0 in requests of at most so many bytes. @returns milliseconds in all */
export async function uploadByTus(
  at: Throughput,
  index: number,
  artifact: string,
  name: string,
  body: Uint8Array,
  requestBytes = PART_BYTES,
): Promise<number> {
  const branch = branchOf(at, index);
  const headers = { ...branch.headers, "Tus-Resumable": "1.0.0" };
  const metadata = `artifact ${encode(artifact)},filename ${encode(name)}`;
  const created = await transfer(new URL(`/api/submissions/${branch.submissionId}/uploads`, at.app), {
    method: "POST",
    headers: { ...headers, "Upload-Length": String(body.length), "Upload-Metadata": metadata },
  });
  const url = new URL(created.headers.location ?? "", at.app);
  let ms = created.ms;
  for (let offset = 0; offset < body.length; offset += requestBytes) {
    const more = { "Content-Type": "application/offset+octet-stream", "Upload-Offset": String(offset) };
    const piece = body.subarray(offset, offset + requestBytes);
    ms += (await transfer(url, { method: "PATCH", headers: { ...headers, ...more }, body: piece })).ms;
  }
  const { text } = await transfer(url, { headers });
  if ((JSON.parse(text) as { state: string }).state !== "stored") throw new Error("an upload was not stored");
  return ms;
}

/** Ends what stands before a picture's own data (ITU T.81, annex B). */
const START_OF_SCAN = Buffer.from([0xff, 0xda]);

/** A picture of exactly so many bytes, unlike any other, nearly all of them in its scan as cameras write them. */
export function makePicture(bytes: number, name: string): Uint8Array {
  const picture = Buffer.from(makeJpg(name));
  const scan = picture.lastIndexOf(START_OF_SCAN);
  const data = scan + 2 + picture.readUInt16BE(scan + 2);
  const noise = Buffer.alloc(Math.max(0, bytes - picture.length), 0x20);
  return Buffer.concat([picture.subarray(0, data), noise, picture.subarray(data)]);
}

const SEAL_POLL_MS = 100;
const SEAL_GIVE_UP_MS = 180_000;

/** Makes a branch complete, and waits until what is left behind the answer, its sealing, is done. */
export async function completeBranch(at: Throughput, index: number): Promise<void> {
  const { submissionId } = branchOf(at, index);
  await uploadFile(at, index, "cover", "cover.jpg", makePicture(1000, `cover ${submissionId}`));
  const started = performance.now();
  while (!(await ask(at, "isSealed", { submissionId }))) {
    if (performance.now() - started > SEAL_GIVE_UP_MS) throw new Error("a complete branch was not sealed");
    await setTimeout(SEAL_POLL_MS);
  }
}
