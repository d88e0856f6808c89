/** Documents of the hostile corpus: archives and old office files. */
import type { InspectionNote } from "../../worker/files/inspect/inspection";
import { layCompound, layDoc, layWordStream, layWorkbook } from "./hostile.compound";
import { HOSTILE_MACROS } from "./hostile.macros";
import {
  type Bytes,
  contentTypes,
  layDocx,
  layOfd,
  layXlsx,
  layZip,
  paragraph,
  wordDocument,
  wordTypes,
  type ZipPart,
} from "./hostile.zip";

type Row = [what: string, name: string, bytes: Bytes, expected: string, notes?: readonly InspectionNote[]];

const BOMB = "dangerous 解压后异常庞大的压缩文件";
const OVERLAP = "dangerous 内部文件互相重叠的压缩文件";
const NESTED = "dangerous 压缩包里还有压缩包的文件";
const PATH = "dangerous 内部路径越界的压缩文件";
const INSTALLER = "dangerous 安装包或程序包";
const INSIDE = "dangerous 内含程序的压缩文件";
const SYMLINK = "dangerous 含符号链接的压缩文件";

const doc = paragraph("小结");
const withPart = (name: string, more: Partial<ZipPart> = {}) => layDocx(doc, [{ name, data: "x", ...more }]);
const parts = (count: number, make: (i: number) => ZipPart) =>
  Array.from({ length: count }, (_, i) => make(i));
const big = 3 * 1024 * 1024 * 1024;

const ARCHIVES: Row[] = [
  ["a document that claims 3 GB", "小结.docx", withPart("word/media/a.bin", { claims: big }), BOMB],
  [
    "a document that claims more than deflate can",
    "小结.docx",
    withPart("word/a.xml", { claims: 100_000 }),
    BOMB,
  ],
  ["80 MB of zeros", "小结.docx", withPart("word/a.xml", { data: new Uint8Array(80 * 1024 * 1024) }), BOMB],
  [
    "many parts that are large together",
    "小结.docx",
    layDocx(
      doc,
      parts(1100, (i) => ({ name: `word/${i}.xml`, data: new Uint8Array(1000), claims: 1_000_000 })),
    ),
    BOMB,
  ],
  [
    "10,001 parts",
    "小结.docx",
    layZip(parts(10_001, (i) => ({ name: `word/${i}`, data: "", stored: true }))),
    BOMB,
  ],
  ["a number of parts that is a lie of 60,000", "小结.docx", layDocx(doc, [], { count: 60_000 }), BOMB],
  [
    "parts that share their bytes",
    "小结.docx",
    layDocx(
      doc,
      parts(30, (i) => ({ name: `word/${i}.xml`, data: "kernel", offset: 0 })),
    ),
    OVERLAP,
  ],
  ["an archive in the archive", "小结.docx", withPart("word/embeddings/a.zip"), NESTED],
  ["a RAR in the archive", "台账.xlsx", layXlsx([{ name: "xl/a.RAR", data: "x" }]), NESTED],
  [
    "an archive of archives",
    "a.zip",
    layZip(parts(16, (i) => ({ name: `lib ${i}.zip`, data: "x" }))),
    NESTED,
  ],
  ["a path that climbs", "小结.docx", withPart("../../etc/cron.d/a"), PATH],
  ["a path that climbs with backslashes", "小结.docx", withPart("..\\..\\a.xml"), PATH],
  ["a path in the middle that climbs", "小结.docx", withPart("word/../../a.xml"), PATH],
  ["a path with a drive", "小结.docx", withPart("C:\\Windows\\a.xml"), PATH],
  ["a name with a zero in it", "小结.docx", withPart("word/a.xml\0.png"), PATH],
  ["a symbolic link", "小结.docx", withPart("word/a.xml", { mode: 0o120777 }), SYMLINK],
  ["a program in a document", "小结.docx", withPart("word/embeddings/setup.exe"), INSIDE],
  ["a script in a fixed-layout document", "小结.ofd", layOfd([{ name: "Doc_0/a.js", data: "1" }]), INSIDE],
  ["a program archive", "小结.docx", layZip([{ name: "META-INF/MANIFEST.MF", data: "x" }]), INSTALLER],
  ["a program archive with a document in it", "小结.docx", withPart("META-INF/MANIFEST.MF"), INSTALLER],
  [
    "an app for a phone",
    "a.docx",
    layZip([
      { name: "AndroidManifest.xml", data: "x" },
      { name: "classes.dex", data: "x" },
    ]),
    INSTALLER,
  ],
  ["a plain archive", "材料.zip", layZip([{ name: "材料.docx", data: "x" }]), "unknown"],
  ["an empty archive", "小结.docx", layZip([]), "unknown"],
  [
    "a presentation",
    "小结.docx",
    layZip([
      contentTypes(
        "/ppt/a.xml",
        "application/vnd.openxmlformats-officedocument.presentationml.presentation.main+xml",
      ),
      { name: "word/document.xml", data: "x" },
    ]),
    "unknown",
  ],
  [
    "a document that only has the folder's name",
    "小结.docx",
    layZip([{ name: "word/notes.txt", data: "x" }]),
    "unknown",
  ],
  ["a document without its directory", "小结.docx", layDocx(doc).subarray(0, 400), "unknown", ["damaged"]],
  [
    "a document whose directory is cut out",
    "小结.docx",
    layDocx(doc, [], { count: 9 }),
    "known docx",
    ["damaged"],
  ],
  [
    "a document whose text is garbled",
    "小结.docx",
    layZip([wordTypes(), { name: "word/document.xml", data: "not deflated", stored: true, method: 8 }]),
    "known docx",
    ["damaged", "text_unread"],
  ],
  [
    "a document whose part is called otherwise inside",
    "小结.docx",
    layZip([wordTypes(), { ...wordDocument(doc), localName: "word/documenu.xml" }]),
    "known docx",
    ["damaged", "text_unread"],
  ],
  [
    "a document whose text unpacks to more than claimed",
    "小结.docx",
    layZip([wordTypes(), { ...wordDocument(doc), claims: 40 }]),
    "known docx",
    ["damaged", "text_unread"],
  ],
  [
    "a document with locked parts",
    "小结.docx",
    layZip([wordTypes(), { ...wordDocument(doc), flags: 0x801 }]),
    "known docx",
    ["encrypted", "text_unread"],
  ],
  [
    "a plain archive with a password",
    "a.zip",
    layZip([{ name: "a.docx", data: "x", flags: 1 }]),
    "unknown",
    ["encrypted"],
  ],
];

const circle = (table: Uint32Array) => {
  table[1] = 1;
};
const locked = [
  { name: "EncryptionInfo", data: new Uint8Array(9) },
  { name: "EncryptedPackage", data: new Uint8Array(9) },
];

const OLD_OFFICE: Row[] = [
  ["a locked new document", "小结.docx", layCompound(locked), "known docx", ["encrypted"]],
  ["a locked new document without an ending", "小结", layCompound(locked), "unknown", ["encrypted"]],
  [
    "a locked old document",
    "小结.doc",
    layCompound([{ name: "WordDocument", data: layWordStream(true) }]),
    "known doc",
    ["encrypted", "text_unread"],
  ],
  [
    "a locked old workbook",
    "台账.xls",
    layCompound([{ name: "Book", data: layWorkbook([0], true) }]),
    "known xls",
    ["encrypted"],
  ],
  ["a directory in a circle", "小结.doc", layDoc([], { bend: circle }), "unknown", ["damaged"]],
  ["an old document cut after its directory", "小结.doc", layDoc().subarray(0, 1536), "unknown", ["damaged"]],
  ["an old document cut in its text", "小结.doc", layDoc().subarray(0, 5000), "unknown", ["damaged"]],
  ["the header of an old document alone", "小结.doc", layDoc().subarray(0, 512), "unknown", ["damaged"]],
  [
    "a short old workbook whose sectors are not there",
    "台账.xls",
    layCompound([{ name: "Workbook", data: layWorkbook([0]), small: true, start: 5000 }]),
    "known xls",
    ["damaged"],
  ],
  [
    "an old presentation",
    "小结.doc",
    layCompound([{ name: "PowerPoint Document", data: new Uint8Array(9) }]),
    "unknown",
  ],
  ["a mail", "小结.doc", layCompound([{ name: "__nameid_version1.0" }]), "unknown"],
];

export const HOSTILE_DOCUMENTS: readonly Row[] = [...HOSTILE_MACROS, ...ARCHIVES, ...OLD_OFFICE];
