import type { RoundVersion } from "../../schemas/round";
import type {
  BundleBranch,
  BundleChoice,
  BundleFilter,
  BundlePageProps,
  PreparedBundle,
} from "../../web/pages/bundle.model";
import { isChangedSinceArchive } from "../submissions/board.rules";
import { buildFilePath, DEFAULT_NAMING, getNaming } from "./bundle.naming.rules";
import { isIncluded } from "./round_bundle.rules";
import type { BranchSize, Bundle } from "./round_bundle.store";

const CHOICES = ["started", "complete", "accepted"] as const;

/** The choices that hold anybody, each with its size beforehand. */
function listChoices(version: RoundVersion, sizes: readonly BranchSize[]): BundleChoice[] {
  return CHOICES.map((filter) => {
    const included = sizes.filter((one) => isIncluded(version, { kind: filter }, one));
    return {
      filter,
      branches: included.length,
      bytes: included.reduce((sum, one) => sum + one.bytes, 0),
    };
  }).filter(({ filter, branches }) => branches > 0 || filter === "started");
}

function toBranch(one: BranchSize): BundleBranch {
  const { id, code, name, bytes, archivedAt } = one;
  const started = one.contentSha256 !== null;
  const complete = one.state === "complete";
  return {
    id,
    code,
    name,
    started,
    complete,
    bytes,
    archivedAt,
    changedSinceArchive: isChangedSinceArchive(one),
  };
}

/** Whether the same choice would hold something else now. */
function isStale(version: RoundVersion, bundle: Bundle, sizes: readonly BranchSize[]): boolean {
  const contents = JSON.parse(bundle.contents) as [string, string][];
  const had = new Map(contents);
  const kind = bundle.filter as BundleFilter;
  const now =
    kind === "chosen"
      ? sizes.filter((one) => had.has(one.id))
      : sizes.filter((one) => isIncluded(version, { kind }, one));
  return now.length !== had.size || now.some((one) => had.get(one.id) !== one.contentSha256);
}

function toPrepared(version: RoundVersion, bundle: Bundle, sizes: readonly BranchSize[]): PreparedBundle {
  const { id, branches, files, bytes, preparedAt, keptUntil, etag, archivedAt } = bundle;
  return {
    id,
    filter: bundle.filter as BundleFilter,
    branches,
    files,
    bytes,
    preparedAt,
    keptUntil,
    etag,
    href: `/api/rounds/${bundle.roundId}/bundles/${id}`,
    archivedAt,
    stale: isStale(version, bundle, sizes),
  };
}

/** Paths that a pattern makes of this round's own artifacts, one of them late and of several files. */
export function listExamplePaths(
  version: RoundVersion,
  naming: string | null,
  branch: BranchSize | undefined,
) {
  const parsed = getNaming(naming);
  const receivedAt = version.publishedAt;
  return version.artifacts.slice(0, 2).map((one, i) =>
    buildFilePath(
      {
        branchCode: branch?.code ?? "",
        branchName: branch?.name ?? "",
        index: i + 1,
        artifactTitle: one.title.zh,
        fileVersion: i + 1,
        ordinal: i === 1 ? 1 : undefined,
        ext: i === 1 ? "jpg" : "docx",
        receivedAt,
        lateSeconds: i === 1 ? 2 * 86_400 : 0,
        originalName: i === 1 ? "IMG_0412.JPG" : "新建文档.docx",
      },
      parsed,
    ),
  );
}

/** The bundle page's facts, apart from who reads it and what just happened. */
export function buildBundleView(
  version: RoundVersion,
  naming: string | null,
  sizes: readonly BranchSize[],
  bundles: readonly Bundle[],
): Pick<BundlePageProps, "choices" | "branches" | "unsealed" | "prepared" | "archived"> & {
  naming: Pick<BundlePageProps["naming"], "pattern" | "standard" | "example">;
} {
  const archived = sizes.filter((one) => one.archivedAt !== null);
  return {
    choices: listChoices(version, sizes),
    branches: sizes.map(toBranch),
    unsealed: sizes.filter((one) => one.contentSha256 !== null && one.packId === null).length,
    prepared: bundles.map((one) => toPrepared(version, one, sizes)),
    archived: { branches: archived.length, changed: archived.filter(isChangedSinceArchive).length },
    naming: {
      pattern: naming ?? DEFAULT_NAMING,
      standard: DEFAULT_NAMING,
      example: listExamplePaths(version, naming, sizes[0]),
    },
  };
}
