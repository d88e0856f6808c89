/**
 * The receipt as a picture: chat apps pass pictures on, not pages. Drawn from what the page
 * says, in one column as wide as a phone, twice as dense.
 */
const WIDTH = 720;
const PAD = 40;
const SCALE = 2;
const QR_SIDE = 260;
const INK = "#1a1a1a";

interface Style {
  size: number;
  bold?: boolean;
  after: number;
  centre?: boolean;
}

const STYLES: Record<string, Style> = {
  title: { size: 40, bold: true, after: 24, centre: true },
  line: { size: 24, after: 8 },
  text: { size: 24, after: 16 },
  row: { size: 22, after: 12 },
  code: { size: 34, bold: true, after: 10, centre: true },
  small: { size: 18, after: 12, centre: true },
};

interface Line {
  text: string;
  style: Style;
  bold: boolean;
  y: number;
}

const fontOf = (style: Style, bold: boolean) =>
  `${bold ? "bold " : ""}${style.size}px system-ui, "PingFang SC", "Noto Sans CJK SC", sans-serif`;

/** Breaks a text where it would leave the column; Chinese breaks anywhere. */
function wrap(pen: CanvasRenderingContext2D, text: string): string[] {
  const lines: string[] = [];
  let line = "";
  for (const letter of text) {
    if (pen.measureText(line + letter).width > WIDTH - 2 * PAD) {
      lines.push(line);
      line = "";
    }
    line += letter;
  }
  return line === "" ? lines : [...lines, line];
}

/** The parts of an element that stand on lines of their own. */
function partsOf(element: Element): { text: string; bold: boolean }[] {
  const inner = element.querySelectorAll(":scope > span, :scope > strong");
  const parts = inner.length > 1 ? Array.from(inner) : [element];
  return parts.map((part) => ({
    text: (part.textContent ?? "").trim().replace(/\s+/g, " "),
    bold: part.tagName === "STRONG" || part.tagName === "H1",
  }));
}

/** Every line with its place, and how tall the picture gets; the code stands in front of the last lines. */
function layOut(pen: CanvasRenderingContext2D): { lines: Line[]; qrY: number; height: number } {
  const lines: Line[] = [];
  let y = PAD;
  let qrY = 0;
  for (const element of Array.from(document.querySelectorAll("#receipt [data-pic]"))) {
    const kind = element.getAttribute("data-pic") ?? "text";
    const style = STYLES[kind] ?? { size: 24, after: 8 };
    if (kind === "code") {
      qrY = y;
      y += QR_SIDE + 12;
    }
    for (const part of partsOf(element)) {
      const bold = part.bold || style.bold === true;
      pen.font = fontOf(style, bold);
      for (const text of wrap(pen, part.text)) {
        lines.push({ text, style, bold, y });
        y += style.size * 1.5;
      }
    }
    y += style.after;
  }
  return { lines, qrY, height: y + PAD };
}

function drawQr(pen: CanvasRenderingContext2D, y: number): void {
  const svg = document.querySelector("#receipt svg.qr");
  const path = svg?.querySelector("path")?.getAttribute("d");
  const size = Number(svg?.getAttribute("viewBox")?.split(" ")[2]);
  if (!path || !size) return;
  pen.save();
  pen.translate((WIDTH - QR_SIDE) / 2, y);
  pen.scale(QR_SIDE / size, QR_SIDE / size);
  pen.fill(new Path2D(path));
  pen.restore();
}

function draw(): HTMLCanvasElement {
  const canvas = document.createElement("canvas");
  const pen = canvas.getContext("2d");
  if (pen === null) throw new Error("no canvas");
  const { lines, qrY, height } = layOut(pen);
  canvas.width = WIDTH * SCALE;
  canvas.height = height * SCALE;
  pen.scale(SCALE, SCALE);
  pen.fillStyle = "#fff";
  pen.fillRect(0, 0, WIDTH, height);
  pen.fillStyle = INK;
  pen.textBaseline = "top";
  for (const { text, style, bold, y } of lines) {
    pen.font = fontOf(style, bold);
    pen.textAlign = style.centre ? "center" : "left";
    pen.fillText(text, style.centre ? WIDTH / 2 : PAD, y);
  }
  drawQr(pen, qrY);
  return canvas;
}

const figure = document.getElementById("picture");
const button = document.getElementById("draw");
const printer = document.getElementById("print");

if (button && figure) {
  button.hidden = false;
  button.addEventListener("click", () => {
    try {
      const image = figure.querySelector("img") ?? document.createElement("img");
      image.src = draw().toDataURL("image/png");
      image.alt = document.querySelector("#receipt h1")?.textContent ?? "";
      figure.append(image);
      figure.hidden = false;
      figure.scrollIntoView();
    } catch {
      const line = document.getElementById("picture-line");
      if (line) line.textContent = line.dataset.failed ?? "";
    }
  });
}
if (printer) {
  printer.hidden = false;
  printer.addEventListener("click", () => print());
}

export {};
