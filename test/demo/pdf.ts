import { getDocument, VerbosityLevel } from "pdfjs-dist/legacy/build/pdf.mjs";
import { check } from "./checks";

/** The text of a PDF by pdf.js, a reader that knows nothing of who wrote it; white space taken out. */
export async function readPdfText(bytes: Uint8Array, what: string): Promise<string> {
  check(Buffer.from(bytes.subarray(0, 5)).toString("latin1") === "%PDF-", `${what} is no PDF.`);
  const loading = getDocument({
    data: new Uint8Array(bytes),
    verbosity: VerbosityLevel.ERRORS,
    useSystemFonts: false,
  });
  const pdf = await loading.promise;
  let text = "";
  for (let number = 1; number <= pdf.numPages; number++) {
    const content = await (await pdf.getPage(number)).getTextContent();
    text += content.items.map((item) => ("str" in item ? item.str : "")).join("");
  }
  await loading.destroy();
  return text.replace(/\s/g, "");
}
