import { describeTypes } from "../../schemas/artifact.words";
import { formatBytes } from "../../schemas/bytes";
import { formatInstant, type Lang } from "../../schemas/deadline";
import type { FormField } from "../../schemas/forms/vocabulary";
import type { FormView } from "../pages/form.model";
import { text } from "../text";
import { FieldLabel } from "./fields";
import { shortHash } from "./format";
import { RefusalLine } from "./problems";
import { Unfinished } from "./unfinished";
import { UploadForm, UploadWords } from "./upload";

/** The `file` fields of a form: each an upload form of its own, since a form cannot stand inside a form. */
export function FileFields({ lang, view }: { lang: Lang; view: FormView }) {
  const fields = view.form.fields.filter((one) => one.kind === "file");
  if (fields.length === 0) return null;
  return (
    <>
      {fields.map((field) => (
        <FileField key={field.key} lang={lang} view={view} field={field} />
      ))}
      {view.open && (
        <UploadWords lang={lang} submissionId={view.submissionId} maxFileBytes={view.maxFileBytes} />
      )}
    </>
  );
}

function FileField({ lang, view, field }: { lang: Lang; view: FormView; field: FormField }) {
  const t = text(lang).branch;
  const types = field.types ?? [];
  const files = view.files[field.key] ?? [];
  const one = field.max === 1 ? files[0] : undefined;
  return (
    <section class="card" id={`files-${field.key}`}>
      <h2>
        <FieldLabel lang={lang} field={field} />
      </h2>
      {view.refusedFile?.field === field.key && <RefusalLine sentence={view.refusedFile.sentence} />}
      {field.hint !== undefined && <p class="hint">{field.hint[lang]}</p>}
      {view.open ? (
        <p class="hint">
          {t.status.takes(describeTypes(types, lang))} · {t.status.limit(formatBytes(view.maxFileBytes))}
          <span class="without-script"> · {t.form.uploadFirst}</span>
        </p>
      ) : (
        files.length === 0 && <p class="soft">{t.form.empty}</p>
      )}
      {files.length > 0 && (
        <ul class="files">
          {files.map((file) => (
            <li key={file.id}>
              {t.form.currentFile}
              {text(lang).common.colon}
              <a href={`/b/${view.submissionId}/files/${file.id}`} download>
                {file.name}
              </a>{" "}
              <span class="small soft">
                {formatBytes(file.bytes)} · {formatInstant(file.receivedAt, "short", lang)} ·{" "}
                <span class="code">{shortHash(file.sha256)}</span>
              </span>
            </li>
          ))}
        </ul>
      )}
      {view.open && (
        <Unfinished
          lang={lang}
          submissionId={view.submissionId}
          artifactKey={view.artifactKey}
          field={field.key}
          files={view.unfinished[field.key] ?? []}
        />
      )}
      {view.open && (field.max === undefined || files.length < field.max || one !== undefined) && (
        <UploadForm
          lang={lang}
          submissionId={view.submissionId}
          artifactKey={view.artifactKey}
          field={field.key}
          swap={`#files-${field.key}`}
          id={`file-${field.key}`}
          types={types}
          left={one === undefined && field.max !== undefined ? field.max - files.length : null}
          plainPicker={view.plainPicker}
          replaces={one?.lineageId}
          label={one === undefined ? undefined : t.status.replace}
        />
      )}
    </section>
  );
}
