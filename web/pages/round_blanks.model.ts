import type { Bilingual } from "../../schemas/artifact";
import type { Lang } from "../../schemas/deadline";
import type { RoundHead, StaffView } from "./committee.frame";

/** The blank template that an artifact has. */
export interface PlacedBlank {
  name: string;
  bytes: number;
  addedAt: string;
}

/** An artifact as a place for a template. */
export interface BlankPlace {
  key: string;
  title: Bilingual;
  /** False where a template is only left over: the round does not ask for the artifact, or no longer as a file. */
  open: boolean;
  blank: PlacedBlank | null;
}

export interface RoundBlanksProps {
  lang: Lang;
  staff: StaffView;
  round: RoundHead;
  /** In the notice's order. */
  places: readonly BlankPlace[];
  maxBytes: number;
  /** What the last press did. */
  done: "added" | "removed" | null;
  /** Why a template was not taken, with the artifact it was for. */
  refused: { key: string; zh: string; en: string } | null;
}
