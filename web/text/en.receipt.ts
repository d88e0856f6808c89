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
    "WeChat cannot download: copy the link you were sent out of the chat, paste it into the phone’s browser and download the PDF there; or save it as a picture.",
  page: "See the receipt",
};
