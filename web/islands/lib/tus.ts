/** tus-js-client with the parts that a page needs: files are files, XMLHttpRequest sends, nothing is stored. */
import type { UploadOptions } from "tus-js-client";
import HttpStack from "tus-js-client/lib/browser/httpStack.js";
import BaseUpload from "tus-js-client/lib/upload.js";

const readFile = (file: File) => ({
  size: file.size,
  slice: (start: number, end: number) =>
    Promise.resolve({ value: file.slice(start, end), done: end >= file.size }),
  close: () => {},
});

const OWN_PARTS: UploadOptions = {
  ...BaseUpload.defaultOptions,
  httpStack: new HttpStack(),
  fileReader: { openFile: (file: File) => Promise.resolve(readFile(file)) },
  // Where an upload goes on is kept by `urls.ts`.
  fingerprint: () => Promise.resolve(""),
  storeFingerprintForResuming: false,
};

export const makeUpload = (file: File, options: UploadOptions) =>
  new BaseUpload(file, { ...OWN_PARTS, ...options });
