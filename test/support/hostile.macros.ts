/** Documents that would run something when they are opened: macros, and templates from elsewhere. */
import { OFFICE, XML } from "../../worker/demo/demo.files";
import type { InspectionNote } from "../../worker/files/inspect/inspection";
import { layCompound, layDoc, layWorkbook, layXls } from "./hostile.compound";
import {
  type Bytes,
  contentTypes,
  layDocx,
  layXlsx,
  layZip,
  paragraph,
  SHEET_MAIN,
  sheetTypes,
  wordDocument,
  wordTypes,
  type ZipPart,
} from "./hostile.zip";

type Row = [what: string, name: string, bytes: Bytes, expected: string, notes?: readonly InspectionNote[]];

const MACRO = "dangerous 带宏的文档";
const INSTALLER = "dangerous 安装包或程序包";

const doc = paragraph("小结");
const word = (kind: string) => `application/vnd.ms-word.${kind}.main+xml`;
const excel = (kind: string) => `application/vnd.ms-excel.${kind}.main+xml`;
const withPart = (name: string, more: Partial<ZipPart> = {}) => layDocx(doc, [{ name, data: "x", ...more }]);
const macroSheet = '<Override PartName="/xl/s1.xml" ContentType="application/vnd.ms-excel.macrosheet+xml"/>';
/** A tag that only speaks of a part. */
const aside = `<Note Text="Override " PartName="/word/document.xml" ContentType="${SHEET_MAIN}"/>`;
const vbaType = '<Override PartName="/word/a.bin" ContentType="application/vnd.ms-office.vbaProject"/>';

const REMOTE = "dangerous 从别处调用内容的文档";
const withRelation = (kind: string, target: string, more: Partial<ZipPart> = {}) => {
  const relation = `<Relationship Id="rId1" Type="${OFFICE}/officeDocument/2006/relationships/${kind}" Target="${target}" TargetMode="External"/>`;
  const data = `${XML}<Relationships xmlns="${OFFICE}/package/2006/relationships">${relation}</Relationships>`;
  return layDocx(doc, [{ name: "word/_rels/settings.xml.rels", data, ...more }]);
};
const withTemplate = (target: string, more: Partial<ZipPart> = {}) =>
  withRelation("attachedTemplate", target, more);
/** What the text itself brings in. */
const withObject = (kind: string, target: string) =>
  withRelation(kind, target, { name: "word/_rels/document.xml.rels" });
const filler = (bytes: number) => `<!--${"支部".repeat(bytes / 6)}-->`;

/** What Word would fetch from elsewhere, and what it notes of its own. */
const FETCHED: Row[] = [
  ["a template on the web", "小结.docx", withTemplate("https://a.example/t.dotm"), REMOTE],
  [
    "a template on the web in spelled-out letters",
    "小结.docx",
    withTemplate("&#104;ttp://a.example/t"),
    REMOTE,
  ],
  ["a template on another machine", "小结.docx", withTemplate("\\\\server\\share\\t.dotm"), REMOTE],
  [
    "a template on another machine as a file",
    "小结.docx",
    withTemplate("file:///\\\\server\\t.dotm"),
    REMOTE,
  ],
  ["a template on another machine by its name", "小结.docx", withTemplate("file://server/t.dotm"), REMOTE],
  [
    "a template on the web, for settings under another name",
    "小结.docx",
    withTemplate("http://a.example/t", { name: "word/_rels/s.xml.rels" }),
    REMOTE,
  ],
  [
    "a template in Word's own folder",
    "小结.docx",
    withTemplate("file:///C:\\Users\\a\\Normal.dotm"),
    "known docx",
  ],
  ["an object on the web", "小结.docx", withObject("oleObject", "mhtml:https://a.example/x!x"), REMOTE],
  [
    "a part of the text on another machine",
    "小结.docx",
    withObject("subDocument", "\\\\server\\a.docx"),
    REMOTE,
  ],
  ["a text of another kind on the web", "小结.docx", withObject("aFChunk", "http://a.example/t.htm"), REMOTE],
  ["a frame on the web", "小结.docx", withObject("frame", "https://a.example/f"), REMOTE],
  [
    "a workbook of the same machine",
    "小结.docx",
    withObject("oleObject", "file:///C:\\a.xlsx"),
    "known docx",
  ],
  ["a link to the web", "小结.docx", withObject("hyperlink", "https://a.example/"), "known docx"],
  ["a picture on the web", "小结.docx", withObject("image", "https://a.example/p.png"), "known docx"],
  ["a template beside the document", "小结.docx", withTemplate("Normal.dotm"), "known docx"],
  [
    "relations that are called otherwise inside",
    "小结.docx",
    withTemplate("http://a.example/t", { localName: "word/_rels/settings.xml.relz" }),
    "unknown",
    ["unchecked"],
  ],
];

const MACROS: Row[] = [
  [
    "macros declared behind what is read of the types",
    "小结.docx",
    layZip([wordTypes(filler(3_000_000) + vbaType), wordDocument(doc)]),
    "unknown",
    ["unchecked"],
  ],
  [
    "macros declared behind half a megabyte",
    "小结.docx",
    layZip([wordTypes(filler(700_000) + vbaType), wordDocument(doc)]),
    MACRO,
  ],
  [
    "types that are cut in their second half",
    "小结.docx",
    layZip([{ ...wordTypes(filler(300_000)), claims: 400_000 }, wordDocument(doc)]),
    "known docx",
    ["damaged"],
  ],
  [
    "types that name a workbook where no part is declared",
    "小结.docx",
    layZip([{ name: "[Content_Types].xml", data: `${aside}${wordTypes().data}` }, wordDocument(doc)]),
    "known docx",
  ],
  [
    "types of one tag that never ends",
    "小结.docx",
    layZip([{ name: "[Content_Types].xml", data: `<${"Override ".repeat(58_000)}` }, wordDocument(doc)]),
    "known docx",
  ],
  ["a Word document with macros", "小结.docx", withPart("word/vbaProject.bin"), MACRO],
  ["macros in other letters", "小结.docx", withPart("word/VBAPROJECT.BIN"), MACRO],
  ["macros behind a backslash", "小结.docx", withPart("word\\vbaProject.bin"), MACRO],
  ["macros at the root", "小结.docx", withPart("vbaProject.bin"), MACRO],
  [
    "macros under another name, declared",
    "小结.docx",
    layZip([wordTypes(vbaType), wordDocument(doc), { name: "word/a.bin", data: "x" }]),
    MACRO,
  ],
  [
    "macros declared by a spelled-out type",
    "小结.docx",
    layZip([wordTypes(vbaType.replace("vba", "&#118;ba")), wordDocument(doc)]),
    MACRO,
  ],
  [
    "the type of a document with macros",
    "小结.docx",
    layZip([contentTypes("/word/document.xml", word("document.macroEnabled")), wordDocument(doc)]),
    MACRO,
  ],
  [
    "the type of a template with macros",
    "小结.docx",
    layZip([contentTypes("/word/document.xml", word("template.macroEnabledTemplate")), wordDocument(doc)]),
    MACRO,
  ],
  [
    "the type of a workbook with macros",
    "台账.xlsx",
    layXlsx([], contentTypes("/xl/workbook.xml", excel("sheet.macroEnabled"))),
    MACRO,
  ],
  [
    "a binary workbook",
    "台账.xlsx",
    layXlsx([], contentTypes("/xl/workbook.bin", excel("sheet.binary.macroEnabled"))),
    MACRO,
  ],
  [
    "a macro sheet by its place",
    "台账.xlsx",
    layXlsx([{ name: "xl/macrosheets/sheet1.xml", data: "x" }]),
    MACRO,
  ],
  ["a macro sheet by its type", "台账.xlsx", layXlsx([], sheetTypes(macroSheet)), MACRO],
  [
    "an old document with macros",
    "小结.doc",
    layDoc([{ name: "Macros" }, { name: "VBA" }, { name: "_VBA_PROJECT", data: new Uint8Array(9) }]),
    MACRO,
  ],
  ["an old document with a macro folder alone", "小结.wps", layDoc([{ name: "vba" }]), MACRO],
  ["an old workbook with macros", "台账.xls", layXls([0], [{ name: "_VBA_PROJECT_CUR" }]), MACRO],
  [
    "macros behind more entries than a directory has",
    "小结.doc",
    layDoc([...Array.from({ length: 4096 }, (_, i) => ({ name: `s${i}` })), { name: "_VBA_PROJECT" }]),
    "unknown",
    ["damaged"],
  ],
  [
    "a macro sheet in a workbook so short that it shares its sectors",
    "台账.xls",
    layCompound([
      { name: "Ctls", data: new Uint8Array(100), small: true },
      { name: "Workbook", data: layWorkbook([0, 1]), small: true },
    ]),
    MACRO,
  ],
  ["an old workbook with a macro sheet", "台账.et", layXls([0, 1]), MACRO],
  [
    "a Windows installer",
    "小结.doc",
    layCompound([], { classId: "84100c0000000000c000000000000046" }),
    INSTALLER,
  ],
];

export const HOSTILE_MACROS: readonly Row[] = [...MACROS, ...FETCHED];
