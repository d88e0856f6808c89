/** The package's untranspiled sources: a third smaller than what its `main` names. */
declare module "tus-js-client/lib/browser/index.js" {
  export { type DetailedError, Upload } from "tus-js-client";
}
