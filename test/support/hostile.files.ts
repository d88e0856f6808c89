/** The corpus of hostile and odd files: each with the name it comes under and what must be said of it. */
import type { InspectionNote, RangeReader } from "../../worker/files/inspect/inspection";
import { HOSTILE_DOCUMENTS } from "./hostile.documents";
import { box, commentSegment, exifSegment, layFilm, layHeic, layJpg, layPng, pngText } from "./hostile.media";
import { layPdf } from "./hostile.pdf";
import { HOSTILE_PDFS } from "./hostile.pdfs";
import { type Bytes, layDocx, layZip, paragraph } from "./hostile.zip";

export interface HostileCase {
  what: string;
  name: string;
  bytes: Bytes;
  /** `dangerous <label>`, `unknown`, or `known <type>`. */
  expected: string;
  notes?: readonly InspectionNote[];
}

/** A reader over bytes in memory that keeps account of what was asked of it. */
export function readerOf(bytes: Uint8Array): RangeReader & { reads: number; total: number } {
  return {
    bytes: bytes.length,
    reads: 0,
    total: 0,
    async read(offset, length) {
      const part = bytes.subarray(offset, offset + length);
      this.reads += 1;
      this.total += part.length;
      return part;
    },
  };
}

const text = (content: string): Bytes => new Uint8Array(Buffer.from(content));
const latin1 = (content: string): Bytes => new Uint8Array(Buffer.from(content, "latin1"));
const hex = (content: string): Bytes =>
  new Uint8Array(Buffer.concat([Buffer.from(content, "hex"), Buffer.alloc(64)]));
const utf16 = (content: string, mark: boolean): Bytes =>
  new Uint8Array(Buffer.from((mark ? "\ufeff" : "") + content, "utf16le"));
const join = (...parts: Uint8Array[]): Bytes => new Uint8Array(Buffer.concat(parts));

const PROGRAM = "dangerous 可执行程序";
const SCRIPT = "dangerous 脚本程序";
const HTML = "dangerous 网页文件（HTML）";
const TWO = "dangerous 两种格式拼接的文件";
const FLOOD = "dangerous 像素过大的图片";

type Row = [what: string, name: string, bytes: Bytes, expected: string, notes?: readonly InspectionNote[]];

const PROGRAMS: Row[] = [
  ["a Windows program", "小结.pdf", hex("4d5a90000300"), PROGRAM],
  ["a Windows program as a document", "小结.docx", hex("4d5a"), PROGRAM],
  ["a Linux program", "小结.doc", hex("7f454c460201"), PROGRAM],
  ["a Mac program of 64 bits", "小结", hex("cffaedfe07"), PROGRAM],
  ["a Mac program of many machines", "小结.jpg", hex("cafebabe00000002"), PROGRAM],
  ["a shell script", "小结.pdf", text("#!/bin/sh\nrm -rf ~\n"), SCRIPT],
  ["a batch file by its name", "小结.bat", text("@echo off\r\ndel *.*"), SCRIPT],
  ["a script by the last of two endings", "小结.pdf.js", text("var a = 1;"), SCRIPT],
  ["a PowerShell script", "小结.PS1", text("Get-Item"), SCRIPT],
  ["a shortcut by its bytes", "小结.pdf", hex("4c0000000114020000000000c000000000000046"), SCRIPT],
  ["compiled help", "帮助.doc", latin1("ITSF\x03\0\0\0"), SCRIPT],
  ["a program in front of an archive", "小结.docx", join(hex("4d5a9000"), layDocx(paragraph("x"))), PROGRAM],
];

const MARKUP: Row[] = [
  ["HTML as a document", "小结.doc", text("<html><body>x</body></html>"), HTML],
  ["HTML as a picture", "a.jpg", text("<!DOCTYPE html><p>x"), HTML],
  ["HTML behind blank lines", "小结.pdf", text("\n\n \t<script>alert(1)</script>"), HTML],
  ["HTML behind a byte order mark", "小结.pdf", text("\ufeff<html>"), HTML],
  ["HTML behind a comment", "小结.doc", text("<!-- hello --><html>"), HTML],
  ["HTML in UTF-16", "小结.doc", utf16("<html><script>1</script>", true), HTML],
  ["HTML in UTF-16 without a mark", "小结.doc", utf16("<html><script>1</script>", false), HTML],
  [
    "HTML in UTF-16 the other way round",
    "小结.doc",
    new Uint8Array(Buffer.from(utf16("<html>", true)).swap16()),
    HTML,
  ],
  [
    "a web page saved as one file",
    "小结.doc",
    text("MIME-Version: 1.0\nContent-Type: multipart/related"),
    HTML,
  ],
  ["an image tag alone", "小结.jpg", text("<img src=x onerror=alert(1)>"), HTML],
  ["SVG", "图.svg", text('<svg xmlns="http://www.w3.org/2000/svg"/>'), "dangerous SVG 图片"],
  [
    "SVG behind an XML declaration",
    "图.png",
    text('<?xml version="1.0"?>\n<svg onload="alert(1)"/>'),
    "dangerous SVG 图片",
  ],
  ["plain XML", "小结.xml", text('<?xml version="1.0"?><summary/>'), "unknown"],
  ["plain text", "小结.txt", text("会议小结"), "unknown"],
  ["rich text", "小结.doc", text("{\\rtf1\\ansi summary}"), "unknown"],
  ["nothing but zeros", "小结.pdf", new Uint8Array(2000), "unknown"],
  ["a single byte", "小结.pdf", text("%"), "unknown"],
];

const archive = layZip([{ name: "index.html", data: "<html>" }]);
const jar = layZip([
  { name: "META-INF/MANIFEST.MF", data: "Main-Class: A" },
  { name: "A.class", data: "x" },
]);

const POLYGLOTS: Row[] = [
  ["a GIF in front of a program archive", "a.gif", join(latin1("GIF89a\x01\0\x01\0"), jar), TWO],
  ["a JPEG in front of an archive", "a.jpg", join(layJpg(8, 8), archive), TWO],
  [
    "a JPEG in front of an archive with a comment",
    "a.jpg",
    join(layJpg(8, 8), layZip([{ name: "a", data: "b" }], { comment: "hi" })),
    TWO,
  ],
  ["a JPEG, an archive and more behind it", "a.jpg", join(layJpg(8, 8), archive, new Uint8Array(500)), TWO],
  ["a PNG in front of an archive", "a.png", join(layPng(8, 8), archive), TWO],
  ["a film in front of an archive", "a.mp4", join(layFilm(), archive), TWO],
  ["a PDF in front of an archive", "小结.pdf", join(layPdf(), archive), TWO],
  ["text in front of an archive", "小结.txt", join(text("hello\n"), archive), TWO],
  [
    "a JPEG with a page in its comment",
    "a.jpg",
    layJpg(8, 8, [commentSegment("<script>alert(1)</script>")]),
    TWO,
  ],
  ["a JPEG with a page behind its end", "a.jpg", join(layJpg(8, 8), text("<html><body>")), TWO],
  ["a PNG with a page in its text", "a.png", layPng(8, 8, [pngText("<HTML ><script>1</script>")]), TWO],
  [
    "a film with a page in free space",
    "a.mp4",
    join(box("ftyp", "isom"), box("free", "<html>"), layFilm()),
    TWO,
  ],
  ["a PDF that begins inside a JPEG", "a.jpg", layJpg(8, 8, [commentSegment("%PDF-1.7")]), TWO],
  [
    "a PDF that begins inside an archive",
    "小结.docx",
    layZip([{ name: "a.pdf", data: layPdf(), stored: true }]),
    TWO,
  ],
  ["a PDF behind a page", "小结.pdf", join(text("<html><body>"), layPdf()), HTML],
  ["a PDF behind other bytes", "小结.pdf", join(text("hello "), layPdf()), TWO],
  [
    "a PDF with a page in its first lines",
    "小结.pdf",
    layPdf({ header: "%PDF-1.7\n%<script>alert(1)</script>\n" }),
    TWO,
  ],
  ["a PDF with a page behind its end", "小结.pdf", join(layPdf(), text("<script >alert(1)</script>")), TWO],
  ["a PDF behind a program", "小结.pdf", join(hex("4d5a9000"), layPdf()), PROGRAM],
  [
    "two archives in one",
    "小结.docx",
    join(layZip([{ name: "a", data: "b" }]), layDocx(paragraph("x"))),
    TWO,
  ],
  [
    "an archive with a page in its comment",
    "小结.docx",
    layDocx(paragraph("x"), [], { comment: "<html>" }),
    TWO,
  ],
];

const PICTURES: Row[] = [
  ["a JPEG of 4 gigapixels in a kilobyte", "a.jpg", layJpg(65_535, 65_535), FLOOD],
  ["a JPEG of 144 megapixels without data", "a.jpg", layJpg(12_000, 12_000), FLOOD],
  ["a PNG of 900 megapixels", "a.png", layPng(30_000, 30_000), FLOOD],
  ["a PNG whose sides are as large as can be", "a.png", layPng(0x7fffffff, 0x7fffffff), FLOOD],
  ["a HEIC of 400 megapixels", "a.heic", layHeic(20_000, 20_000), FLOOD],
  ["a JPEG of nothing", "a.jpg", layJpg(0, 0), "known jpg", ["damaged"]],
  ["a JPEG that ends in its headers", "a.jpg", layJpg(640, 480).subarray(0, 12), "known jpg", ["damaged"]],
  ["a JPEG cut in its data", "a.jpg", layJpg(640, 480).subarray(0, -2), "known jpg", ["damaged"]],
  ["a JPEG of a header alone", "a.jpg", hex("ffd8ff"), "known jpg", ["damaged"]],
  ["a PNG without its end", "a.png", layPng(640, 480).subarray(0, 50), "known png", ["damaged"]],
  ["a PNG of nothing", "a.png", layPng(0, 10), "known png", ["damaged"]],
  ["a HEIC without sizes", "a.heic", join(box("ftyp", "heic\0\0\0\0")), "known heic", ["damaged"]],
  ["a HEIC cut in its data", "a.heic", layHeic(640, 480).subarray(0, -60), "known heic", ["damaged"]],
  ["a film cut before its index", "a.mp4", layFilm().subarray(0, 30), "known mp4", ["damaged"]],
  ["a film cut in its data", "a.mp4", layFilm().subarray(0, -60), "known mp4", ["damaged"]],
  [
    "a film of a box that never ends",
    "a.mp4",
    join(box("ftyp", "isom\0\0\0\0"), hex("00000004")),
    "known mp4",
    ["damaged"],
  ],
  ["an AVIF picture", "a.heic", box("ftyp", "avif\0\0\0\0mif1avif", new Uint8Array(50)), "unknown"],
  ["sound", "a.mp4", box("ftyp", "M4A \0\0\0\0", new Uint8Array(50)), "unknown"],
  ["a JPEG with an orientation out of range", "a.jpg", layJpg(64, 48, [exifSegment(9)]), "known jpg"],
  ["a JPEG named as a document", "小结.docx", layJpg(64, 48), "known jpg"],
];

/** Every case, in the order of its table. */
export const HOSTILE_FILES: readonly HostileCase[] = [
  ...PROGRAMS,
  ...MARKUP,
  ...POLYGLOTS,
  ...PICTURES,
  ...HOSTILE_DOCUMENTS,
  ...HOSTILE_PDFS,
].map(([what, name, bytes, expected, notes]) => ({ what, name, bytes, expected, notes }));
