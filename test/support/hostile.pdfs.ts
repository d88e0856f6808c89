/** PDFs of the hostile corpus. */
import type { InspectionNote } from "../../worker/files/inspect/inspection";
import { LOCK_SAMPLES, type LockSample, layLock } from "./hostile.locks";
import { layPackedPdf, layPdf, packObjects, revisePdf } from "./hostile.pdf";
import type { Bytes } from "./hostile.zip";

type Row = [what: string, name: string, bytes: Bytes, expected: string, notes?: readonly InspectionNote[]];

const SCRIPTED = "dangerous 带脚本的 PDF";
const LAUNCH = "dangerous 会启动程序的 PDF";
const PAGES = "dangerous 页数异常的 PDF";

const script = "<< /S /JavaScript /JS (app.alert\\(1\\)) >>";
const bomb = packObjects([[20, `(${" ".repeat(20_000_000)})`]]);
const bareStream = `<< /Type /ObjStm /N 1 /First 5 /Length 60 >>\nstream\n20 0 ${script}\nendstream`;
const hidden = `<< /Length 90 /Filter /FlateDecode >>\nstream\n20 0 obj\n${script}\nendobj\nendstream`;
const bare = "<< /Title (see /JavaScript and /Launch \\( /JS ) /Note <2f4a53> % /JS\n>>";

/** The lock stands in the trailer itself, or in the stream that is one. */
function layOwnLock(sample: LockSample, shut: boolean, literal: boolean, layOut: typeof layPdf): Bytes {
  const { lock, trailer } = layLock(sample, shut, literal);
  return layOut({ trailer: trailer.replace("10 0 R", lock) });
}

const OWN_LOCKS: Row[] = LOCK_SAMPLES.flatMap((sample): Row[] => [
  [
    `${sample.method} against change alone, in the trailer`,
    "小结.pdf",
    layOwnLock(sample, false, true, layPdf),
    "known pdf",
    ["text_unread"],
  ],
  [
    `${sample.method} against change alone, in the trailer that is a stream`,
    "小结.pdf",
    layOwnLock(sample, false, false, layPackedPdf),
    "known pdf",
    ["text_unread"],
  ],
  [
    `${sample.method} against reading, in the trailer`,
    "小结.pdf",
    layOwnLock(sample, true, true, layPdf),
    "known pdf",
    ["encrypted", "text_unread"],
  ],
]);

function layLockedPdf(sample: LockSample, shut: boolean, literal = false): Bytes {
  const { lock, trailer } = layLock(sample, shut, literal);
  return layPdf({ objects: [lock], trailer });
}

const LOCKED: Row[] = LOCK_SAMPLES.flatMap((sample): Row[] => [
  [
    `${sample.method} against change alone`,
    "小结.pdf",
    layLockedPdf(sample, false),
    "known pdf",
    ["text_unread"],
  ],
  [
    `${sample.method} against change, spelled in letters`,
    "小结.pdf",
    layLockedPdf(sample, false, true),
    "known pdf",
    ["text_unread"],
  ],
  [
    `${sample.method} against reading`,
    "小结.pdf",
    layLockedPdf(sample, true),
    "known pdf",
    ["encrypted", "text_unread"],
  ],
]);

/** Headers that readers take for `20 0 obj`, though they do not look so. */
const HEADERS: readonly [what: string, header: string][] = [
  ["parted by a comment", "20 0 %\nobj"],
  ["parted by comments on all sides", "20 %a\r0 %b 1\n%c\n obj%d\n"],
  ["parted by zero bytes", "20\0 0\0obj"],
  ["behind forty blanks", `20 0${" ".repeat(40)}obj`],
  ["behind a long comment", `20 0 %${"endobj ".repeat(20)}\nobj`],
  ["with a number of twelve digits", "000000000020 0 obj"],
  ["without a blank", "20 0obj"],
];

const HIDDEN: Row[] = HEADERS.flatMap(([what, header]): Row[] => [
  [
    `a script under a header ${what}`,
    "小结.pdf",
    layPdf({ objects: [`0 endobj\n${header}${script}`] }),
    SCRIPTED,
  ],
  [
    `a packed script under a header ${what}`,
    "小结.pdf",
    layPdf({ objects: [`0 endobj\n${header}${packObjects([[21, script]])}`] }),
    SCRIPTED,
  ],
]);

/** An object stream without a type, whose table and entries are as given. */
function layObjects(table: string, body: string, entries = ""): string {
  const data = `${table} ${body}`;
  return `<< /N ${table.split(" ").length / 2} /First ${table.length + 1} /Length ${data.length} ${entries} >>\nstream\n${data}\nendstream`;
}

const CUT = "<< /A [1] /S /JavaScript /JS (1) >>";
const WORDS = ["endobj", "obj", "endstream", "stream", "xref", "trailer", "startxref", "]", "[ >> ]", "{ ]"];
const WORDED: Row[] = WORDS.flatMap((word): Row[] => [
  [
    `a script behind ${word} as a value`,
    "小结.pdf",
    layPdf({ objects: [`<< /A ${word} /S /JavaScript /JS (1) >>`] }),
    SCRIPTED,
  ],
  [
    `a packed script behind ${word} as a value`,
    "小结.pdf",
    layPackedPdf({ objects: [`<< /A ${word} /S /JavaScript /JS (1) >>`] }),
    SCRIPTED,
  ],
]);

const PACKED: Row[] = [
  [
    "a script in an object stream that names no type",
    "小结.pdf",
    layPdf({ objects: [layObjects("20 0", script)] }),
    SCRIPTED,
  ],
  [
    "a packed script in whose middle another object is said to begin",
    "小结.pdf",
    layPdf({ objects: [layObjects(`20 0 21 ${CUT.indexOf("]")}`, CUT)] }),
    SCRIPTED,
  ],
  [
    "a packed script behind a comment in which another object is said to begin",
    "小结.pdf",
    layPdf({ objects: [layObjects("20 0 21 2", `% (\n${CUT}`)] }),
    SCRIPTED,
  ],
  [
    "packed objects behind a predictor",
    "小结.pdf",
    layPdf({ objects: [layObjects("20 0", "<< /Title (a) >>", "/DecodeParms << /Predictor 12 >>")] }),
    "known pdf",
    ["unchecked"],
  ],
  [
    "packed objects of which one lies behind the end",
    "小结.pdf",
    layPdf({ objects: [layObjects("20 0 21 999", "<< /Title (a) >>")] }),
    "known pdf",
    ["unchecked"],
  ],
  [
    "packed objects with parameters that say nothing",
    "小结.pdf",
    layPdf({ objects: [layObjects("20 0", "<< /Title (a) >>", "/DecodeParms [null]")] }),
    "known pdf",
  ],
  [
    "packed numbers and names",
    "小结.pdf",
    layPdf({ objects: [layObjects("20 0 21 3 22 6 23 12", "12 -3 /Name 12 0 R ")] }),
    "known pdf",
  ],
];

export const HOSTILE_PDFS: readonly Row[] = [
  ...PACKED,
  ...WORDED,
  ...HIDDEN,
  [
    "a script in the trailer itself",
    "小结.pdf",
    layPdf({ trailer: `/Root << /Type /Catalog /OpenAction ${script} >>` }),
    SCRIPTED,
  ],
  [
    "the word of a header inside other words",
    "小结.pdf",
    layPdf({ objects: ["<< /Title (an object, objections /JS) >>"] }),
    "known pdf",
  ],
  ["a script at opening", "小结.pdf", layPdf({ catalog: `/OpenAction ${script}` }), SCRIPTED],
  ["a script in an object of its own", "小结.pdf", layPdf({ objects: [script] }), SCRIPTED],
  [
    "a script in the tree of names",
    "小结.pdf",
    layPdf({ catalog: "/Names << /JavaScript 10 0 R >>" }),
    SCRIPTED,
  ],
  [
    "a script spelled with codes",
    "小结.pdf",
    layPdf({ objects: ["<< /S /J#61va#53cript /J#53 (1) >>"] }),
    SCRIPTED,
  ],
  ["a script in a packed object", "小结.pdf", layPackedPdf({ objects: [script] }), SCRIPTED],
  ["a script in a packed catalog", "小结.pdf", layPackedPdf({ catalog: `/AA << /O ${script} >>` }), SCRIPTED],
  [
    "a script in an object stream that is not packed",
    "小结.pdf",
    layPdf({ objects: [bareStream] }),
    SCRIPTED,
  ],
  ["a script hidden in another object's data", "小结.pdf", layPdf({ objects: [hidden] }), SCRIPTED],
  [
    "a script behind a string that names an end",
    "小结.pdf",
    layPdf({ objects: [`<< /Title (endobj) /A ${script} >>`] }),
    SCRIPTED,
  ],
  [
    "a script behind a megabyte",
    "小结.pdf",
    layPdf({ objects: [`<< /Title (${"a".repeat(1_100_000)}) /A ${script} >>`] }),
    SCRIPTED,
  ],
  [
    "a script in a later revision",
    "小结.pdf",
    revisePdf(layPdf(), [`1 0 obj\n<< /Type /Catalog /Pages 2 0 R /OpenAction ${script} >>\nendobj`]),
    SCRIPTED,
  ],
  [
    "a script in an object without an end",
    "小结.pdf",
    layPdf({ objects: [`<< /A ${script} 11 0 obj`] }),
    SCRIPTED,
  ],
  [
    "a script in a locked PDF",
    "小结.pdf",
    layPdf({ objects: [script], trailer: "/Encrypt 9 0 R" }),
    SCRIPTED,
  ],
  ["a program to launch", "小结.pdf", layPdf({ objects: ["<< /S /Launch /F (cmd.exe) >>"] }), LAUNCH],
  [
    "a program to launch, packed",
    "小结.pdf",
    layPackedPdf({ objects: ["<< /S /Launch /F (cmd.exe) >>"] }),
    LAUNCH,
  ],
  ["two billion pages", "小结.pdf", layPdf({ count: "2000000000" }), PAGES],
  ["more pages than numbers count", "小结.pdf", layPdf({ count: "999999999999999" }), PAGES],
  ["words like a script in strings and comments", "小结.pdf", layPdf({ objects: [bare] }), "known pdf"],
  ["less than no pages", "小结.pdf", layPdf({ count: "-1" }), "known pdf", ["damaged", "text_unread"]],
  ["no page tree", "小结.pdf", layPdf({ count: "(three)" }), "known pdf", ["damaged", "text_unread"]],
  ["a PDF cut in the middle", "小结.pdf", layPdf().subarray(0, 300), "known pdf", ["damaged", "text_unread"]],
  [
    "a PDF of its first line",
    "小结.pdf",
    new Uint8Array(Buffer.from("%PDF-1.4\n")),
    "known pdf",
    ["damaged", "text_unread"],
  ],
  [
    "a locked PDF",
    "小结.pdf",
    layPdf({ trailer: "/Encrypt 9 0 R" }),
    "known pdf",
    ["encrypted", "text_unread"],
  ],
  [
    "objects packed in an unusual way",
    "小结.pdf",
    layPackedPdf({ objects: [script] }, "/LZWDecode"),
    "known pdf",
    ["unchecked", "text_unread"],
  ],
  [
    "an object stream that unpacks to 20 MB",
    "小结.pdf",
    layPdf({ objects: [bomb] }),
    "known pdf",
    ["unchecked"],
  ],
  [
    "an object stream that is garbled",
    "小结.pdf",
    layPdf({
      objects: ["<< /Type /ObjStm /N 1 /First 4 /Filter /FlateDecode /Length 4 >>\nstream\nabcd\nendstream"],
    }),
    "known pdf",
    ["unchecked"],
  ],
  ["a scan without text", "扫描.pdf", layPdf({ scan: true }), "known pdf", ["scan"]],
  ...LOCKED,
  ...OWN_LOCKS,
];
