export { PART_BYTES } from "../../../schemas/upload.limits";

/** One file and the place it is for, told by the form it was picked in. */
export interface Job {
  file: File;
  /** The submission's own address in the API, without a slash at the end. */
  api: string;
  /** Where its uploads are made. */
  endpoint: string;
  artifact: string;
  field: string;
  /** The lineage whose next version this is, or empty. */
  replaces: string;
}

/** What the form says of a place; the form itself may be gone from the page when the file is in. */
export interface Place extends Omit<Job, "file"> {
  /** Id of the card on the page. */
  card: string;
  /** Id of the field the file was picked in. */
  picker: string;
  /** What that field takes; empty in WeChat's browser, whose field is a plain one. */
  accept: string;
  /** Whether it takes several files at once. */
  several: boolean;
  /** How many more files the place takes, as the page knew it; null where no number is set. */
  left: number | null;
  /** The part of the page that is shown anew afterwards. */
  swap: string;
}

/** The event by which the island hands files to the client that it loaded. */
export const PICKED = "huizhi:picked";

export interface Picked {
  place: Place;
  files: readonly File[];
  /** What one file may have. */
  maxBytes: number;
}

const readHidden = (form: HTMLFormElement, name: string) =>
  form.querySelector<HTMLInputElement>(`input[name=${name}]`)?.value ?? "";

function readLeft({ dataset }: HTMLFormElement): number | null {
  return dataset.left === undefined ? null : Number(dataset.left);
}

/** How many more files the place takes by the page as it is now, which may be a fresh one. */
export function readLeftNow({ picker, left }: Place): number | null {
  const form = document.getElementById(picker)?.closest("form");
  return form == null ? left : readLeft(form);
}

export function readPlace(form: HTMLFormElement, api: string): Place {
  const picker = form.querySelector<HTMLInputElement>("input[type=file]");
  return {
    api,
    endpoint: `${location.origin}${api}/uploads`,
    artifact: form.dataset.key ?? "",
    field: readHidden(form, "field"),
    replaces: readHidden(form, "lineage"),
    card: form.closest("[id^=a-], [id^=files-]")?.id ?? "main",
    picker: picker?.id ?? "",
    accept: picker?.accept ?? "",
    several: picker?.multiple ?? false,
    left: readLeft(form),
    swap: form.dataset.swap ?? "#main",
  };
}
