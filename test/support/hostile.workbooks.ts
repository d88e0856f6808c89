/** Locked workbooks: what another program made of the locks, under Excel's own password and under another. */
import { layCompound } from "./hostile.compound";
import type { Bytes } from "./hostile.zip";

export interface LockedSample {
  method: string;
  /** The data of the FilePass record, in hex. */
  pass: string;
  /** What stands for a sheet and for a macro sheet, in a list near the beginning and behind a kilobyte. */
  near: [sheet: number, macro: number];
  far: [sheet: number, macro: number] | null;
}

const PROVIDER = Buffer.from("Microsoft Enhanced Cryptographic Provider v1.0\0", "utf16le").toString("hex");
const header = (bits: number) =>
  `010002000200040000007e00000004000000000000000168000004800000${bits.toString(16).padStart(2, "0")}000000010000000000000000000000${PROVIDER}`;
const SALT = "100000000102030405060708090a0b0c0d0e0f10";

/** They open without a question. */
export const OPEN_WORKBOOKS: readonly LockedSample[] = [
  {
    method: "RC4",
    pass: "010001000100df3552380d754ae685c2fd78ce3dd1b6d40443ecb7a76f6ad268c7dfcfa880683038be5e93c57eb45f52cda1c68fb62a",
    near: [116, 117],
    far: [240, 241],
  },
  {
    method: "RC4 of 128 bits by the system's own means",
    pass: `${header(128)}${SALT}4eb20b0d3ad9a479b8772fdd152897c0140000000d63ce7b926f2b46b5d0826aa554ac5c5bebff73`,
    near: [206, 207],
    far: [154, 155],
  },
  {
    method: "RC4 of 40 bits by the system's own means",
    pass: `${header(40)}${SALT}c4d75d636396682337cf6a83117498a5140000001e64107ce785cba624a69cea5c74155c65cbdb27`,
    near: [81, 80],
    far: [194, 195],
  },
  { method: "XOR", pass: "000059b30a9a", near: [30, 62], far: null },
  { method: "XOR before Excel 97", pass: "59b30a9a", near: [5, 37], far: null },
];

/** The data of FilePass records whose workbooks ask for a password. */
export const SHUT_WORKBOOKS: readonly [what: string, pass: string][] = [
  ["RC4", (OPEN_WORKBOOKS[0]?.pass ?? "").replace("df35", "ef35")],
  [
    "RC4 by the system's own means",
    `${header(128)}${SALT}88cb7a7ffbf765d1f015a29c5b837eac14000000193ae6ae303a6c855f6573973391e9166fc5d9cf`,
  ],
  ["XOR", "000059b30a9b"],
  ["a method that nobody knows", "010005000500"],
  ["a record cut short", (OPEN_WORKBOOKS[0]?.pass ?? "").slice(0, 60)],
  ["nothing", ""],
];

const record = (type: number, data: Uint8Array) =>
  Buffer.concat([Buffer.from([type & 0xff, type >> 8, data.length & 0xff, data.length >> 8]), data]);

/** A workbook of one sheet, of the kind that a locked byte says; `filler` bytes stand in front of the list. */
export function layLockedXls(pass: string, kind: number, filler = 0): Bytes {
  const stream = [
    record(0x809, Buffer.from([0, 6, 5, 0, 0, 0, 0, 0])),
    record(0x2f, Buffer.from(pass, "hex")),
    ...(filler === 0 ? [] : [record(0x31, Buffer.alloc(filler))]),
    record(0x85, Buffer.from([0, 0, 0, 0, 0x77, kind, 0x77, 0x77, 0x77])),
    record(0x0a, Buffer.alloc(0)),
  ];
  return layCompound([{ name: "Workbook", data: new Uint8Array(Buffer.concat(stream)) }]);
}
