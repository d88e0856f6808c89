import type { Artifact } from "../../../schemas/artifact";
import { makeArtifact } from "../../support/definition";
import { type BenchWorld, makeBenchWorld } from "./world";

/** The files, and the one file more that makes a branch complete. */
const ARTIFACTS: readonly Artifact[] = [makeArtifact("records"), makeArtifact("cover")];

/** A round of a few branches that ask for any number of files, nothing in yet. */
export function makeFixture(env: Env, request: { branches: number; now: string }): Promise<BenchWorld> {
  return makeBenchWorld(env, { ...request, artifacts: ARTIFACTS });
}
