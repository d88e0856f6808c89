import { crc32 } from "node:zlib";
import { type Entry, fromBuffer, type ZipFile } from "yauzl";
import { check } from "./checks";

export interface ArchiveFile {
  path: string;
  data: Buffer;
}

/** Opens an archive with yauzl, which refuses unsafe names, and reads every file; sizes and CRC-32 are held against the bytes. */
export async function openArchive(archive: Buffer): Promise<ArchiveFile[]> {
  const zip = await new Promise<ZipFile>((resolve, reject) => {
    const options = { lazyEntries: true, strictFileNames: true, validateEntrySizes: true };
    fromBuffer(archive, options, (error, file) => (error ? reject(error) : resolve(file)));
  });
  const files: ArchiveFile[] = [];
  await new Promise<void>((resolve, reject) => {
    zip.on("error", reject);
    zip.on("end", () => resolve());
    zip.on("entry", (entry: Entry) => {
      readEntry(zip, entry).then((data) => {
        files.push({ path: entry.fileName, data });
        zip.readEntry();
      }, reject);
    });
    zip.readEntry();
  });
  return files;
}

async function readEntry(zip: ZipFile, entry: Entry): Promise<Buffer> {
  const stream = await new Promise<NodeJS.ReadableStream>((resolve, reject) => {
    zip.openReadStream(entry, (error, opened) => (error ? reject(error) : resolve(opened)));
  });
  const parts: Buffer[] = [];
  for await (const part of stream) parts.push(Buffer.from(part));
  const data = Buffer.concat(parts);
  check(crc32(data) === entry.crc32, `The CRC-32 of ${entry.fileName} is not that of its bytes.`);
  check(entry.compressionMethod === 0, `${entry.fileName} is not stored as it is.`);
  return data;
}
