/** The highest number of a table's rows plus one; numbers may have gaps, the server closes them up. */
function nextIndex(table: HTMLTableElement): number {
  const used = [...table.querySelectorAll<HTMLElement>("tr[data-index]")].map((row) =>
    Number(row.dataset.index),
  );
  return Math.max(-1, ...used) + 1;
}

const announce = (form: HTMLFormElement) => form.dispatchEvent(new Event("input", { bubbles: true }));

function findTable(form: HTMLFormElement, key: string): HTMLTableElement | null {
  return form.querySelector<HTMLTableElement>(`table[data-rows="${key}"]`);
}

/** A copy of the empty row that the page carries, with its number in every name. */
function addRow(form: HTMLFormElement, key: string): HTMLElement | null {
  const table = findTable(form, key);
  const template = form.querySelector<HTMLTemplateElement>(`template[data-row="${key}"]`);
  const body = table?.tBodies[0];
  if (!table || !template || !body) return null;
  const index = String(nextIndex(table));
  const row = template.content.firstElementChild?.cloneNode(true) as HTMLElement;
  for (const element of [row, ...row.querySelectorAll("*")]) {
    for (const { name, value } of [...element.attributes]) {
      if (value.includes("__i__")) element.setAttribute(name, value.split("__i__").join(index));
    }
  }
  body.append(row);
  return row;
}

function deleteRow(button: HTMLElement): void {
  const row = button.closest("tr");
  if (row?.nextElementSibling?.classList.contains("row-note")) row.nextElementSibling.remove();
  const near = (row?.nextElementSibling ?? row?.previousElementSibling)?.querySelector<HTMLElement>(
    "input, select",
  );
  row?.remove();
  near?.focus();
}

type Control = HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement;

/** What is typed into each cell of a row: one control, or the boxes of a choice of several. */
const cellsOf = (row: Element) =>
  [...row.querySelectorAll("td")]
    .map((cell) => [...cell.querySelectorAll<Control>("input, select, textarea")])
    .filter((cell) => cell.length > 0);

function fillCell(cell: readonly Control[], text: string): void {
  const [control] = cell;
  if (control !== undefined && cell.length === 1) fill(control, text);
  else for (const box of cell) if (box instanceof HTMLInputElement) box.checked = text.includes(box.value);
}

/** Nothing that was pasted is dropped: what a picker does not take stands in it as plain text. */
function fill(control: Control, text: string): void {
  if (control instanceof HTMLInputElement && control.type === "checkbox") {
    // \u662f is the Chinese yes.
    control.checked = /^(\u662f|√|✓|1|true|yes|y)$/i.test(text);
  } else if (control instanceof HTMLInputElement && control.type === "date") {
    const day = /^(\d{4})\D(\d{1,2})\D(\d{1,2})\u65e5?(?: 0?0:00(?::00)?)?$/.exec(text);
    control.value = day ? `${day[1]}-${day[2]?.padStart(2, "0")}-${day[3]?.padStart(2, "0")}` : "";
    if (control.value !== "" || text === "") return;
    control.type = "text";
    control.value = text;
  } else {
    control.value = text;
    if (control instanceof HTMLSelectElement && control.selectedIndex < 0)
      control.add(new Option(text, text, true, true));
  }
}

/** Cells as Excel and WPS copy them: tabs between columns, a line a row, quotation marks round what holds either. */
function readCells(text: string): string[][] {
  const rows: string[][] = [[]];
  const lines = text.replace(/\r\n?/g, "\n").replace(/\n+$/, "");
  for (const [, quoted, plain = "", end] of lines.matchAll(/(?:"((?:[^"]|"")*)"|([^\t\n]*))(\t|\n|$)/g)) {
    rows.at(-1)?.push((quoted === undefined ? plain : quoted.replace(/""/g, '"')).trim());
    if (end === "") break;
    if (end === "\n") rows.push([]);
  }
  return rows;
}

/** Whether it is a table that goes into several cells, and no text of several lines for one of them. */
function isTable(rows: readonly string[][], target: Control): boolean {
  const [first = []] = rows;
  if (!(target instanceof HTMLTextAreaElement)) return rows.length > 1 || first.length > 1;
  return first.length > 1 && rows.every((row) => row.length === first.length) && rows.some(([cell]) => cell);
}

/** Cells copied from a table fill those from `target` on; missing rows are added. */
function paste(form: HTMLFormElement, target: Control, rows: readonly string[][]): void {
  const key = target.closest("table")?.dataset.rows;
  let row: Element | null = target.closest("tr");
  if (key === undefined || row === null) return;
  const first = cellsOf(row).findIndex((cell) => cell.includes(target));
  for (const cells of rows) {
    row ??= addRow(form, key);
    if (row === null) break;
    const places = cellsOf(row).slice(first);
    cells.forEach((cell, at) => {
      fillCell(places[at] ?? [], cell);
    });
    row = row.nextElementSibling;
    while (row?.classList.contains("row-note")) row = row.nextElementSibling;
  }
  announce(form);
}

/** Rows are added, deleted and pasted in place; without this the buttons post the form. */
export function watchRows(form: HTMLFormElement): void {
  for (const hint of form.querySelectorAll<HTMLElement>(".paste")) hint.hidden = false;
  form.addEventListener("click", (event) => {
    const button = (event.target as Element).closest<HTMLButtonElement>("button[name=action]");
    const [verb, key = ""] = button?.value.split(":") ?? [];
    if (button === null || (verb !== "add_row" && verb !== "delete_row")) return;
    event.preventDefault();
    if (verb === "add_row") addRow(form, key)?.querySelector<HTMLElement>("input, select")?.focus();
    else deleteRow(button);
    announce(form);
  });
  form.addEventListener("paste", (event) => {
    const target = (event.target as Element).closest<Control>("tr input, tr select, tr textarea");
    const rows = readCells(event.clipboardData?.getData("text/plain") ?? "");
    if (target === null || !isTable(rows, target)) return;
    event.preventDefault();
    paste(form, target, rows);
  });
  // Enter in a line would press the form's first button.
  form.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && event.target instanceof HTMLInputElement) event.preventDefault();
  });
}
