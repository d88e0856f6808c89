/**
 * Exchanges the secret in the address's fragment for a cookie, at once. The fragment
 * leaves the address bar first, so that no history, screenshot or shared address keeps it.
 */
const form = document.querySelector<HTMLFormElement>("#link-form");
const line = form?.querySelector("[role=status]");

/** A refusal stands out; that something is going on does not. */
function say(sentence = "", tone = "callout red"): void {
  if (!line) return;
  line.textContent = sentence;
  line.className = tone;
}

async function exchange(secret: string): Promise<void> {
  say(form?.dataset.opening, "soft");
  try {
    const response = await fetch("/b", {
      method: "POST",
      headers: { Accept: "application/json" },
      body: new URLSearchParams({ code: secret }),
    });
    const answer = await response.json();
    if (response.ok) location.replace(answer.path);
    else say(answer.detail);
  } catch {
    const field = form?.elements.namedItem("code");
    if (field instanceof HTMLInputElement) field.value = secret;
    say(form?.dataset.failed);
  }
}

function takeFragment(): void {
  const secret = location.hash.slice(1);
  if (secret.length < 16) return;
  history.replaceState(null, "", location.pathname);
  void exchange(secret);
}

if (form) {
  addEventListener("hashchange", takeFragment);
  takeFragment();
}

export {};
