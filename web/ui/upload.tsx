import type { FileType } from "../../schemas/artifact";
import { formatBytes } from "../../schemas/bytes";
import type { Lang } from "../../schemas/deadline";
import { MAX_FILE_BYTES } from "../../schemas/upload";
import { text } from "../text";
import { findIsland } from "./assets";

const PHOTO_TYPES: readonly FileType[] = ["jpg", "png", "heic"];
const VIDEO_TYPES: readonly FileType[] = ["mp4", "mov"];

export const isPhotosOnly = (types: readonly FileType[]) =>
  types.length > 0 && types.every((one) => PHOTO_TYPES.includes(one) || VIDEO_TYPES.includes(one));

/**
 * The `accept` of a picker. Photos go by their family, so that a phone offers its camera;
 * documents by their endings, because few systems know the types of WPS and OFD.
 */
export function buildAccept(types: readonly FileType[]): string {
  if (isPhotosOnly(types)) {
    const video = types.some((one) => VIDEO_TYPES.includes(one)) ? ",video/*" : "";
    return `image/*,.heic${video}`;
  }
  return types.map((one) => (one === "jpg" ? ".jpg,.jpeg" : `.${one}`)).join(",");
}

export interface UploadFormProps {
  lang: Lang;
  submissionId: string;
  artifactKey: string;
  /** Unique on the page; several forms may feed one artifact. */
  id: string;
  types: readonly FileType[];
  /** More than one file at once. */
  several?: boolean;
  /** How many more are taken here; null or left out where no number is set. */
  left?: number | null;
  /** WeChat's browser fails on `accept` and `multiple`. */
  plainPicker: boolean;
  /** The lineage whose next version this is. */
  replaces?: string;
  /** The `file` field of a form that this feeds. */
  field?: string;
  /** The part of the page that is shown anew afterwards; all of it unless told. */
  swap?: string;
  primary?: boolean;
  label?: string;
}

/**
 * Hands in files. A plain form post; the island `upload` sends at once what is picked and
 * shows how far it is. Hidden fields stand before the file, because the server reads in order.
 */
export function UploadForm(props: UploadFormProps) {
  const t = text(props.lang).branch.status;
  const { id, types, replaces, plainPicker } = props;
  const photos = isPhotosOnly(types);
  return (
    <form
      class="upload"
      method="post"
      encType="multipart/form-data"
      action={`/b/${props.submissionId}/files/${props.artifactKey}`}
      data-key={props.artifactKey}
      data-swap={props.swap}
      data-left={props.left ?? undefined}
    >
      {props.field !== undefined && <input type="hidden" name="field" value={props.field} />}
      {replaces !== undefined && <input type="hidden" name="lineage" value={replaces} />}
      <label for={id} class={props.primary ? "primary" : undefined}>
        {props.label ?? (photos ? t.pickPhoto : t.pick)}
      </label>
      <div class="row">
        <input
          type="file"
          id={id}
          name="file"
          required
          multiple={props.several === true && !plainPicker}
          accept={plainPicker ? undefined : buildAccept(types)}
        />
        <button class={props.primary ? "btn primary" : "btn"} type="submit">
          {t.upload}
        </button>
      </div>
      <p class="hint without-script">{t.plainLimit(formatBytes(MAX_FILE_BYTES))}</p>
    </form>
  );
}

/** What the island `upload` has to know and to say before its client is loaded; once a page. */
export function UploadWords(props: { lang: Lang; submissionId: string; maxFileBytes: number }) {
  const t = text(props.lang).branch.status;
  return (
    <div
      hidden
      id="upload-words"
      data-api={`/api/submissions/${props.submissionId}`}
      data-client={findIsland("upload.client", props.lang)}
      data-offer={findIsland("upload.offer", props.lang)}
      data-max={props.maxFileBytes}
      data-broken={t.broken}
      data-sending={t.sending}
    />
  );
}
