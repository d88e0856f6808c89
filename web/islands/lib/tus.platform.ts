/** What tus-js-client brings two libraries for, as every browser that knows modules has it (see .ci/build.mjs). */
export default URL;

export const Base64 = {
  /** Of the text's UTF-8 bytes, as `Upload-Metadata` is written (tus 1.0). */
  encode: (text: string): string => btoa(String.fromCharCode(...new TextEncoder().encode(text))),
};
