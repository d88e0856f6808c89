/** The package's untranspiled sources, and of them only what sends a file: half of what its `main` names. */
declare module "tus-js-client/lib/upload.js" {
  import { Upload } from "tus-js-client";

  export default class BaseUpload extends Upload {
    /** What `Upload` is given beside the caller's options. */
    static defaultOptions: import("tus-js-client").UploadOptions;
  }
}

declare module "tus-js-client/lib/browser/httpStack.js" {
  const HttpStack: new () => import("tus-js-client").HttpStack;
  export default HttpStack;
}
