import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { computeVerificationCode } from "../../schemas/receipt";
import { isManifestCode } from "../../worker/bundles/archive.rules";
import { computeBundleEtag, planZip } from "../../worker/bundles/bundle.rules";
import {
  buildRecipe,
  parsePackManifest,
  renderPackManifest,
  splitIntoPacks,
} from "../../worker/bundles/pack.rules";
import { isIncluded, parseBundleFilter } from "../../worker/bundles/round_bundle.rules";
import { anyManifest } from "../support/bundle.arbitraries";
import { makeArtifact } from "../support/definition";

const cell = (state: string) => [state, "2026-12-01T00:00:00Z", null, null, 0];
const branch = (state: string, ...cells: string[]) => ({
  id: "sub_1",
  code: "JC01",
  state,
  summary: JSON.stringify(cells.map(cell)),
  contentSha256: "c".repeat(64),
});

describe("which branches a bundle of the round takes", () => {
  const complete = branch("complete", "received", "accepted");
  const accepted = branch("complete", "accepted", "accepted", "missing");
  const partial = branch("partial", "received", "missing");
  const asked = (ask: "required" | "optional") => ({ ...makeArtifact("report"), ask });
  const version = { artifacts: [asked("required"), asked("required"), asked("optional")] };

  test("all that have handed in, unless a state or branches are named", () => {
    expect(parseBundleFilter(undefined, [])).toEqual({ kind: "started" });
    expect(parseBundleFilter("nonsense", [])).toEqual({ kind: "started" });
    expect(parseBundleFilter("complete", [])).toEqual({ kind: "complete" });
    expect(parseBundleFilter("complete", ["JC01"])).toEqual({ kind: "chosen", branches: new Set(["JC01"]) });
    for (const one of [complete, accepted, partial])
      expect(isIncluded(version, { kind: "started" }, one)).toBe(true);
  });

  test("the complete ones; the accepted ones only when everything required was accepted", () => {
    const kept = (kind: "complete" | "accepted") =>
      [complete, accepted, partial].filter((one) => isIncluded(version, { kind }, one));
    expect(kept("complete")).toEqual([complete, accepted]);
    expect(kept("accepted")).toEqual([accepted]);
  });

  test("a chosen one by its id or its code, never one that has nothing in", () => {
    const chosen = (...branches: string[]) => ({ kind: "chosen", branches: new Set(branches) }) as const;
    expect(isIncluded(version, chosen("sub_1"), partial)).toBe(true);
    expect(isIncluded(version, chosen("JC01"), partial)).toBe(true);
    expect(isIncluded(version, chosen("JC02"), partial)).toBe(false);
    expect(isIncluded(version, chosen("sub_1"), { ...partial, contentSha256: null })).toBe(false);
  });
});

describe("the code that confirms a bundle as filed", () => {
  const hash = "8f".repeat(32);
  const code = computeVerificationCode(hash);

  test("is taken as people type it", () => {
    const typed = [
      code,
      code.toLowerCase(),
      code.replaceAll("-", " "),
      ` ${code.replaceAll("-", "")}\n`,
      hash,
    ];
    for (const one of typed) expect(isManifestCode(one, hash), one).toBe(true);
    expect(isManifestCode(code.replaceAll("1", "I").replaceAll("0", "o"), hash)).toBe(true);
  });

  test("is refused when anything of it is missing or other", () => {
    for (const one of ["", "-", code.slice(1), `${code}0`, hash.slice(1), "0".repeat(64)]) {
      expect(isManifestCode(one, hash), one).toBe(false);
    }
  });
});

describe("a pack's manifest", () => {
  test("gives the same archive and the same ETag as the entries it was made of", () => {
    fc.assert(
      fc.property(anyManifest, ({ entries }) => {
        const sealed = entries.map((entry, i) => ({ ...entry, sha256: String(i).padStart(64, "0") }));
        const read = parsePackManifest(renderPackManifest(sealed), { objectKey: "packs/1", etag: "e" });
        expect(computeBundleEtag(read)).toBe(computeBundleEtag(sealed));
        expect(planZip(read).length).toBe(planZip(sealed).length);
        const { localAt } = planZip(sealed);
        expect(read.map(({ source }) => source.kind === "packed" && source.offset)).toEqual([
          ...localAt.slice(0, -1),
        ]);
      }),
    );
  });

  test("is cut where one object would grow too large, and nothing is lost by it", () => {
    fc.assert(
      fc.property(anyManifest, fc.integer({ min: 1, max: 2_000_000 }), ({ entries }, most) => {
        const pieces = splitIntoPacks(entries, most);
        expect(pieces.flat()).toEqual(entries);
        for (const piece of pieces.filter((one) => one.length > 1))
          expect(planZip(piece).directory.offset).toBeLessThanOrEqual(most);
      }),
    );
  });

  test("is for one naming pattern", () => {
    expect(buildRecipe(null)).not.toBe(buildRecipe("{材料}"));
  });
});
