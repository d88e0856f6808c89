import type { UrlStorage } from "tus-js-client";

/** Exported on Node only, which the package's own types leave out. */
declare module "tus-js-client" {
  export class FileUrlStorage implements UrlStorage {
    constructor(path: string);
    findAllUploads: UrlStorage["findAllUploads"];
    findUploadsByFingerprint: UrlStorage["findUploadsByFingerprint"];
    removeUpload: UrlStorage["removeUpload"];
    addUpload: UrlStorage["addUpload"];
  }
}
