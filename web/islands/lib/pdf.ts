/** One page: a JPEG that stands upright, with its size in pixels. */
export interface PdfPage {
  jpeg: Blob;
  width: number;
  height: number;
}

/** A4 in points (ISO 216), and what printers leave white. */
const [SHORT, LONG, MARGIN] = [595, 842, 20];

/** The page and where the picture stands in it: as large as the margins allow, in the middle. */
function placePicture({ width, height }: PdfPage) {
  const [pageWidth, pageHeight] = width > height ? [LONG, SHORT] : [SHORT, LONG];
  const scale = Math.min((pageWidth - 2 * MARGIN) / width, (pageHeight - 2 * MARGIN) / height);
  const [w, h] = [width * scale, height * scale];
  const matrix = [w, 0, 0, h, (pageWidth - w) / 2, (pageHeight - h) / 2].map((one) => one.toFixed(2));
  return { box: `[0 0 ${pageWidth} ${pageHeight}]`, matrix: matrix.join(" ") };
}

/** The three objects of a page, from number `first`: itself, what is drawn, the picture. */
function layPage(page: PdfPage, first: number): (string | Blob)[][] {
  const { box, matrix } = placePicture(page);
  const drawn = `q ${matrix} cm /P Do Q`;
  const picture =
    `<< /Type /XObject /Subtype /Image /Width ${page.width} /Height ${page.height} /ColorSpace /DeviceRGB ` +
    `/BitsPerComponent 8 /Filter /DCTDecode /Length ${page.jpeg.size} >>\nstream\n`;
  return [
    [
      `<< /Type /Page /Parent 2 0 R /MediaBox ${box} /Contents ${first + 1} 0 R ` +
        `/Resources << /XObject << /P ${first + 2} 0 R >> >> >>`,
    ],
    [`<< /Length ${drawn.length} >>\nstream\n${drawn}\nendstream`],
    [picture, page.jpeg, "\nendstream"],
  ];
}

const sizeOf = (part: string | Blob) => (typeof part === "string" ? part.length : part.size);

/** A PDF of A4 pages, one picture each, whose bytes are the JPEGs' own (ISO 32000-1, 7.4.8). */
export function buildPdf(pages: readonly PdfPage[]): Blob {
  const kids = pages.map((_, index) => `${3 + index * 3} 0 R`).join(" ");
  const objects = [
    ["<< /Type /Catalog /Pages 2 0 R >>"],
    [`<< /Type /Pages /Kids [${kids}] /Count ${pages.length} >>`],
    ...pages.flatMap((page, index) => layPage(page, 3 + index * 3)),
  ];
  const parts: (string | Blob)[] = ["%PDF-1.4\n"];
  let table = "";
  let at = sizeOf(parts[0] ?? "");
  objects.forEach((body, index) => {
    table += `${String(at).padStart(10, "0")} 00000 n \n`;
    const object = [`${index + 1} 0 obj\n`, ...body, "\nendobj\n"];
    for (const part of object) at += sizeOf(part);
    parts.push(...object);
  });
  const size = objects.length + 1;
  parts.push(
    `xref\n0 ${size}\n0000000000 65535 f \n${table}`,
    `trailer\n<< /Size ${size} /Root 1 0 R >>\nstartxref\n${at}\n%%EOF\n`,
  );
  return new Blob(parts, { type: "application/pdf" });
}
