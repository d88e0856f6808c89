/**
 * What a script adds to the committee's pages: buttons that copy, a link copied right from
 * the board, and a search that narrows while one types. Without it every link and form works.
 */

/** The clipboard needs a secure address; a plain-http intranet has the older way. */
async function copyText(text: string): Promise<void> {
  if (navigator.clipboard !== undefined) return navigator.clipboard.writeText(text);
  const area = document.createElement("textarea");
  area.value = text;
  area.className = "sr";
  document.body.append(area);
  area.select();
  const copied = document.execCommand("copy");
  area.remove();
  if (!copied) throw new Error("copy");
}

const live = document.createElement("p");
live.className = "sr";
live.setAttribute("role", "status");
document.body.append(live);

/** Says it in the place that was pressed and to screen readers, and takes it back after a while. */
function confirmOn(element: HTMLElement, words: string): void {
  const [text] = element.childNodes;
  const before = text?.textContent ?? "";
  if (text === undefined || before === words) return;
  text.textContent = words;
  live.textContent = words;
  setTimeout(() => {
    text.textContent = before;
    live.textContent = "";
  }, 2000);
}

// What one request could not finish goes on by itself, while somebody looks on.
document.querySelector<HTMLFormElement>("form[data-again]")?.submit();

for (const button of document.querySelectorAll<HTMLButtonElement>("button[data-copy]")) {
  const field = document.getElementById(button.dataset.copy ?? "");
  if (!(field instanceof HTMLInputElement || field instanceof HTMLTextAreaElement)) continue;
  button.hidden = false;
  button.addEventListener("click", async () => {
    await copyText(field.value).then(
      () => confirmOn(button, button.dataset.done ?? ""),
      () => field.select(),
    );
  });
}

interface BranchLink {
  submissionId: string;
  url: string;
}

const board = document.querySelector<HTMLTableElement>("table[data-links]");
let links: Promise<BranchLink[]> | undefined;

function readLinks(): Promise<BranchLink[]> {
  links ??= fetch(board?.dataset.links ?? "", { headers: { Accept: "application/json" } })
    .then((response) => response.json())
    .then((answer: { links: BranchLink[] }) => answer.links);
  return links;
}

board?.addEventListener("click", async (event) => {
  const anchor = event.target instanceof Element ? event.target.closest("a[data-copy-link]") : null;
  if (!(anchor instanceof HTMLAnchorElement)) return;
  event.preventDefault();
  try {
    const link = (await readLinks()).find((one) => one.submissionId === anchor.dataset.copyLink);
    if (link === undefined) throw new Error("link");
    await copyText(link.url);
    confirmOn(anchor, board.dataset.done ?? "");
  } catch {
    location.assign(anchor.href);
  }
});

const search = document.querySelector<HTMLInputElement>("input[data-filter]");
const rows = [...document.querySelectorAll<HTMLTableRowElement>("#rows > tr")].map((row) => ({
  row,
  words: fold(row.cells[0]?.textContent ?? ""),
}));

function fold(text: string): string {
  return text.normalize("NFKC").toLowerCase();
}

/** What the server has already left out stays out until the form is sent. */
search?.addEventListener("input", () => {
  const wanted = fold(search.value.trim());
  for (const { row, words } of rows) row.hidden = !words.includes(wanted);
  const shown = rows.filter(({ row }) => !row.hidden).length;
  if (board?.caption)
    board.caption.textContent = (board.caption.textContent ?? "").replace(/\d+/, String(shown));
});
