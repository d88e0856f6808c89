import { spawnSync } from "node:child_process";
import { Readable } from "node:stream";
import {
  type Entry,
  fromBuffer,
  fromRandomAccessReader,
  open,
  RandomAccessReader,
  type ZipFile,
} from "yauzl";
import type { ZipPlan } from "../../worker/bundles/bundle.rules";
import { materialise } from "./materialise";

export interface OpenedEntry {
  path: string;
  bytes: number;
  crc32: number;
  data: Buffer | null;
  entry: Entry;
}

/** Opens an archive with yauzl, an independent reader that also refuses unsafe names, and reads every file. */
export async function openArchive(archive: Uint8Array, withData = true): Promise<OpenedEntry[]> {
  return readEntries(await openBuffer(archive), () => withData);
}

/** How many entries an archive says it has; in workerd yauzl takes 2 ms to read each. */
export async function countEntries(archive: Uint8Array): Promise<number> {
  return (await openBuffer(archive)).entryCount;
}

function openBuffer(archive: Uint8Array): Promise<ZipFile> {
  const options = { lazyEntries: true, strictFileNames: true, validateEntrySizes: true };
  return new Promise((resolve, reject) => {
    fromBuffer(Buffer.from(archive), options, (error, file) => (error ? reject(error) : resolve(file)));
  });
}

/** Opens an archive on disk; reads only the file of one path. */
export async function openArchiveFile(path: string, wanted: string): Promise<OpenedEntry[]> {
  const options = { lazyEntries: true, strictFileNames: true, validateEntrySizes: true };
  const zip = await new Promise<ZipFile>((resolve, reject) => {
    open(path, options, (error, file) => (error ? reject(error) : resolve(file)));
  });
  return readEntries(zip, ({ fileName }) => fileName === wanted);
}

/** Opens an archive too large to build: yauzl reads its records through the plan, no file's bytes. */
export async function openVirtualArchive(plan: ZipPlan): Promise<OpenedEntry[]> {
  const reader = new PlanReader(plan);
  const zip = await new Promise<ZipFile>((resolve, reject) => {
    const options = { lazyEntries: true, strictFileNames: true, autoClose: false };
    fromRandomAccessReader(reader, plan.length, options, (error, file) =>
      error ? reject(error) : resolve(file),
    );
  });
  return readEntries(zip, () => false);
}

class PlanReader extends RandomAccessReader {
  constructor(private readonly plan: ZipPlan) {
    super();
  }

  override _readStreamForRange(start: number, end: number): Readable {
    return Readable.from([materialise(this.plan, new Map(), start, end)]);
  }
}

function readEntries(zip: ZipFile, isRead: (entry: Entry) => boolean): Promise<OpenedEntry[]> {
  return new Promise((resolve, reject) => {
    const opened: OpenedEntry[] = [];
    zip.on("error", reject);
    zip.on("end", () => resolve(opened));
    zip.on("entry", async (entry: Entry) => {
      try {
        const data = isRead(entry) ? await readEntry(zip, entry) : null;
        const { fileName: path, uncompressedSize: bytes, crc32 } = entry;
        opened.push({ path, bytes, crc32, data, entry });
        zip.readEntry();
      } catch (error) {
        reject(error);
      }
    });
    zip.readEntry();
  });
}

function readEntry(zip: ZipFile, entry: Entry): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    zip.openReadStream(entry, async (error, stream) => {
      if (error) return reject(error);
      try {
        resolve(Buffer.concat(await stream.toArray()));
      } catch (fault) {
        reject(fault);
      }
    });
  });
}

/** Whether a command of this machine can be run; tests that need it are shown as skipped otherwise. */
export function hasCommand(command: string, ...args: string[]): boolean {
  return spawnSync(command, args, { stdio: "ignore" }).status === 0;
}
