import { makeJpg } from "../../worker/demo/demo.files";
import type { Throughput } from "./instance";
import { type Transferred, transfer } from "./transfer";

export const MIB = 1024 * 1024;

/** A branch that hands in, with its link as a program carries it. */
export function branchOf({ app, world }: Throughput, index: number) {
  const branch = world.branches[index];
  if (branch === undefined) throw new Error(`there is no branch ${index}`);
  const headers = { Authorization: `Bearer ${branch.secret}` };
  return { ...branch, headers, bundle: new URL(`/b/${branch.submissionId}/bundle.zip`, app) };
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
