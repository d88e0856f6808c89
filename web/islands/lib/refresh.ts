/**
 * Puts the fresh state of the page around `form` in place: the element its `data-swap`
 * names, or all of main. `kept` (what was refused) is shown again in the same card, and
 * the focus goes where the person was.
 */
export async function refresh(form: HTMLFormElement, kept: HTMLElement | null): Promise<void> {
  const selector = form.dataset.swap ?? "#main";
  const card = form.closest("[id^=a-]")?.id;
  const response = await fetch(location.href, { headers: { Accept: "text/html" } }).catch(() => null);
  if (!response?.ok) return location.reload();
  const page = new DOMParser().parseFromString(await response.text(), "text/html");
  const fresh = page.querySelector(selector);
  if (!fresh) return location.reload();
  document.querySelector(selector)?.replaceWith(fresh);
  const place = card === undefined ? fresh : (document.getElementById(card) ?? fresh);
  if (kept !== null) place.append(kept);
  if (place instanceof HTMLElement) {
    place.tabIndex = -1;
    place.focus({ preventScroll: fresh === place });
  }
  dispatchEvent(new Event("huizhi:refreshed"));
}
