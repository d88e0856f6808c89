/** What became of one file, in the sentence the person reads. */
export interface Outcome {
  good: boolean;
  sentence: string;
}

const readHidden = (form: HTMLFormElement, name: string) =>
  form.querySelector<HTMLInputElement>(`input[name=${name}]`)?.value ?? "";

/** Sends one file as the body of its own request; `fetch` cannot tell how much has left. */
export function sendFile(
  form: HTMLFormElement,
  file: File,
  words: DOMStringMap,
  onProgress: (share: number) => void,
): Promise<Outcome> {
  const request = new XMLHttpRequest();
  request.open("POST", `${words.api}${form.dataset.key}/files`);
  request.setRequestHeader("Accept", "application/json");
  request.setRequestHeader("Content-Type", "application/octet-stream");
  request.setRequestHeader("X-File-Name", encodeURIComponent(file.name));
  const [lineage, field] = [readHidden(form, "lineage"), readHidden(form, "field")];
  if (lineage !== "") request.setRequestHeader("X-Replaces", lineage);
  if (field !== "") request.setRequestHeader("X-Field", field);
  request.upload.onprogress = (event) => {
    if (event.lengthComputable) onProgress(event.loaded / event.total);
  };
  return new Promise((resolve) => {
    request.onload = () => resolve(readOutcome(request, words));
    request.onerror = () => resolve({ good: false, sentence: words.broken ?? "" });
    request.send(file);
  });
}

function readOutcome(request: XMLHttpRequest, words: DOMStringMap): Outcome {
  if (request.status < 300) return { good: true, sentence: words.done ?? "" };
  try {
    return { good: false, sentence: JSON.parse(request.responseText).detail };
  } catch {
    return { good: false, sentence: words.broken ?? "" };
  }
}
