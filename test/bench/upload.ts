import { setTimeout } from "node:timers/promises";
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

/** Hands in one file as the upload island does; throws unless it is stored as a new one. */
export async function uploadFile(
  at: Throughput,
  index: number,
  artifact: string,
  name: string,
  body: Uint8Array,
): Promise<Transferred> {
  const branch = branchOf(at, index);
  const url = new URL(`/api/submissions/${branch.submissionId}/artifacts/${artifact}/files`, at.app);
  const headers = { ...branch.headers, "X-File-Name": encodeURIComponent(name) };
  const answer = await transfer(url, { method: "POST", headers, body });
  const told = JSON.parse(answer.text) as { already: boolean; file: { bytes: number } };
  if (told.already || told.file.bytes !== body.length)
    throw new Error("an upload was not stored as it was sent");
  return answer;
}

/** A picture of at least so many bytes, unlike any other. */
export const makePicture = (bytes: number, name: string) => makeJpg(name, bytes);

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
