/** Where the focus is, as far as it can be found again in a page that is shown anew. */
function readFocus(swapped: Element | null): { id: string | null; within: boolean } {
  const active = document.activeElement;
  const none = active === null || active === document.body;
  const id = active?.id ? active.id : null;
  return { id, within: none || swapped?.contains(active) === true };
}

/**
 * Puts the fresh state of the page in place: the element that `selector` names, and the focus
 * where the person was, or on `card` where that is gone. `onSwapped` completes the fresh part
 * before the focus moves; then comes the event `huizhi:refreshed`.
 *
 * @returns false when there was no fresh page to be had, null when there will be none because the
 *   link has to be opened again; then nothing changed
 */
export async function refresh(
  selector: string,
  card: string,
  onSwapped: () => void,
): Promise<boolean | null> {
  const response = await fetch(location.href, { headers: { Accept: "text/html" } }).catch(() => null);
  if (response?.status === 401) return null;
  if (!response?.ok) return false;
  const html = await response.text().catch(() => "");
  const fresh = new DOMParser().parseFromString(html, "text/html").querySelector(selector);
  const old = document.querySelector(selector);
  if (!fresh || !old) return false;
  const focus = readFocus(old);
  const active = document.activeElement;
  old.replaceWith(fresh);
  onSwapped();
  dispatchEvent(new Event("huizhi:refreshed"));
  if (focus.within) restoreFocus(active, focus.id, card, fresh);
  return true;
}

function restoreFocus(active: Element | null, id: string | null, card: string, fresh: Element): void {
  // A line of a file still on its way has been put back with its buttons.
  if (active instanceof HTMLElement && active !== document.body && active.isConnected) {
    active.focus({ preventScroll: true });
    return;
  }
  const same = id === null ? null : document.getElementById(id);
  const place = same?.matches("input[type=file]") === false ? same : (document.getElementById(card) ?? fresh);
  if (!(place instanceof HTMLElement)) return;
  if (place !== same) place.tabIndex = -1;
  place.focus({ preventScroll: place === fresh });
}
