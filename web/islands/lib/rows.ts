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
    ".input, input",
  );
  row?.remove();
  near?.focus();
}

type Control = HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement;

/** The controls of each column: one, or the boxes of a choice of several. */
const cellsOf = (row: Element) =>
  [...row.querySelectorAll("td")]
    .map((cell) => [...cell.querySelectorAll<Control>(".input, input[type=checkbox]")])
    .filter((cell) => cell.length > 0);

function fill(cell: Control[], text: string): void {
  if (cell.length > 1) {
    for (const box of cell) (box as HTMLInputElement).checked = text.includes(box.value);
    return;
  }
  const control = cell[0] as Control;
  if (control instanceof HTMLInputElement && control.type === "checkbox") {
    control.checked = /^(是|√|✓|1|true|yes|y)$/i.test(text);
  } else if (control instanceof HTMLInputElement && control.type === "date") {
    const day = /(\d{4})\D(\d{1,2})\D(\d{1,2})/.exec(text);
    control.value = day ? `${day[1]}-${day[2]?.padStart(2, "0")}-${day[3]?.padStart(2, "0")}` : "";
  } else control.value = text;
}

/** Cells copied from Excel or WPS: tabs between columns, a line a row; missing rows are added. */
function paste(form: HTMLFormElement, target: Control, text: string): void {
  const key = target.closest("table")?.dataset.rows;
  let row: Element | null = target.closest("tr");
  if (key === undefined || row === null) return;
  const first = cellsOf(row).findIndex((cell) => cell.includes(target));
  for (const line of text.replace(/\r/g, "").replace(/\n$/, "").split("\n")) {
    row ??= addRow(form, key);
    if (row === null) break;
    const cells = cellsOf(row).slice(first);
    line.split("\t").forEach((cell, at) => {
      const controls = cells[at];
      if (controls) fill(controls, cell.trim());
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
    const text = event.clipboardData?.getData("text/plain") ?? "";
    const target = event.target;
    // Several lines in a text are that text; only tabs make a table of them.
    const table = target instanceof HTMLTextAreaElement ? /\t/ : /[\t\n]/;
    const typed = target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement;
    if (!typed || !table.test(text.trim()) || !target.closest("tr")) return;
    event.preventDefault();
    paste(form, target, text);
  });
  // Enter in a line would press the form's first button.
  form.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && event.target instanceof HTMLInputElement) event.preventDefault();
  });
}
