/** What is offered for the pictures of a pick. Pure. */

/** Sent as they are; without their place; smaller; as one PDF; HEIC as JPEG. */
export type Choice = "originals" | "strip" | "shrink" | "pdf" | "jpeg";

export interface Look {
  /** By the bytes; null for what is no picture, whatever its name. */
  kind: "jpg" | "png" | "heic" | null;
  /** It tells where it was taken. */
  gps: boolean;
  /** So large that a smaller one would still be good to read and print. */
  large: boolean;
  /** The browser can show it, and so draw it. */
  seen: boolean;
}

/** What the place takes, and what the browser can do. */
export interface Means {
  jpg: boolean;
  pdf: boolean;
  several: boolean;
  /** Drawing upright and writing JPEG. */
  draw: boolean;
}

export interface Plan {
  /** Nothing goes before the branch has chosen: what has been sent cannot be taken back. */
  wait: boolean;
  /** Empty, or the originals first. */
  choices: Choice[];
}

/** Reads `accept` as `web/ui/upload.tsx` writes it. */
export const readMeans = (accept: string, several: boolean, draw: boolean): Means => ({
  jpg: /image\/\*|\.jpe?g/.test(accept),
  pdf: accept.includes(".pdf"),
  several,
  draw,
});

/**
 * A place of a photo, a PDF of several pages and a HEIC that others can open are asked about
 * first. Size alone holds nobody up: the smaller copy is offered while the originals go.
 */
export function planOffer(looks: readonly Look[], means: Means): Plan {
  const draw = means.draw && means.jpg;
  const isDrawable = (one: Look) => (one.kind === "heic" ? one.seen : one.kind !== null);
  const asked: Choice[] = [];
  if (looks.some((one) => one.gps)) asked.push("strip");
  if (draw && looks.some((one) => one.kind === "heic" && one.seen)) asked.push("jpeg");
  if (means.draw && means.pdf && means.several && looks.length > 1 && looks.every(isDrawable))
    asked.push("pdf");
  const shrink: Choice[] = draw && looks.some((one) => one.large) ? ["shrink"] : [];
  const wait = asked.length > 0;
  return { wait, choices: wait || shrink.length > 0 ? ["originals", ...shrink, ...asked] : [] };
}

/** What becomes of one picture under a choice other than the PDF: itself, the same bits without notes, or drawn anew. */
export function planCopy(look: Look, choice: Choice): "itself" | "strip" | "draw" | "shrink" {
  if (choice === "originals") return "itself";
  if (look.kind === "heic") return !look.seen ? "itself" : choice === "shrink" ? "shrink" : "draw";
  if (choice === "shrink" && look.large) return "shrink";
  return look.gps && choice !== "jpeg" ? "strip" : "itself";
}
