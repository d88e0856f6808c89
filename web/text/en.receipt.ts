import type { Words } from "./zh";

export const enReceipt: Words["receipt"] = {
  title: "Receipt",
  heading: "Receipt for materials",
  number: (number) => `Receipt no. ${number}`,
  code: "Code",
  qr: "QR code to check it",
  superseded: "A newer version has replaced this one.",
  pdf: "Download the PDF",
  picture: "Save as a picture",
  print: "Print",
  pictureHint: "Press and hold the picture to save or send it.",
  pictureFailed: "This browser cannot draw the picture; take the PDF.",
  wechat:
    "WeChat cannot download: choose “open in the browser” behind “…”, then download the PDF; or save it as a picture.",
  page: "See the receipt",
};
