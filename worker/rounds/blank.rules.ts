import { type Artifact, computeAnswerWays, FILE_TYPES, type FileType } from "../../schemas/artifact";
import { KNOWN_FORMS } from "../../schemas/forms";
import type { BlankPlace, PlacedBlank } from "../../web/pages/round_blanks.model";
import { splitExtension } from "../filename.rules";
import { normaliseFileName } from "../files/file.rules";

/** What can be filled in on any office computer, or printed. */
export const BLANK_TYPES = ["docx", "xlsx", "pdf"] as const satisfies readonly FileType[];
export type BlankType = (typeof BLANK_TYPES)[number];
export const MAX_BLANK_BYTES = 20 * 1024 * 1024;

export const isBlankType = (type: string): type is BlankType => BLANK_TYPES.some((one) => one === type);

/** The name a template is offered under: as given, made fit to show, with the ending of what it is. */
export function buildBlankName(given: string, type: BlankType): string {
  const name = normaliseFileName(given);
  const { stem, ext } = splitExtension(name);
  const ending = ext.slice(1).toLowerCase();
  if (ending === type) return name;
  return `${FILE_TYPES.some((one) => one === ending) ? stem : name}.${type}`;
}

const PICTURES: readonly FileType[] = ["jpg", "png", "heic", "mp4", "mov"];

/** What is only filled in online, or only photographed, needs no template. */
function takesBlank(one: Artifact): boolean {
  const ways = computeAnswerWays(one, KNOWN_FORMS);
  return ways.paper || (ways.file && ways.types.some((type) => !PICTURES.includes(type)));
}

/**
 * The artifacts that can have a template, in the notice's order, and behind them what is
 * left over of artifacts that are not asked for any more.
 */
export function buildBlankPlaces(
  artifacts: readonly Artifact[],
  isAsked: (key: string) => boolean,
  blanks: readonly (PlacedBlank & { artifactKey: string })[],
): BlankPlace[] {
  const held = new Map(
    blanks.map(({ artifactKey, name, bytes, addedAt }) => [artifactKey, { name, bytes, addedAt }]),
  );
  const known = artifacts.map((one) => ({
    key: one.key,
    title: one.title,
    open: isAsked(one.key) && takesBlank(one),
    blank: held.get(one.key) ?? null,
  }));
  const unknown = [...held].flatMap(([key, blank]) =>
    artifacts.some((one) => one.key === key)
      ? []
      : [{ key, title: { zh: key, en: key }, open: false, blank }],
  );
  return [
    ...known.filter((one) => one.open),
    ...known.filter((one) => !one.open && one.blank !== null),
    ...unknown,
  ];
}

/** Whether a file is one of the round's blank templates as it was given out, under whatever name. */
export function isUntouched(blanks: readonly { sha256: string }[], file: { sha256: string }): boolean {
  return blanks.some((one) => one.sha256 === file.sha256);
}
