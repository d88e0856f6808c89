/** What the page says of files on their way; the script that sends them carries these words itself. */
export const zhUpload = {
  held: "待传",
  waiting: "等待",
  sending: "正在上传",
  paused: "已暂停",
  broken: "网络断开，连上后自动继续",
  busy: "服务器暂时忙，稍后自动继续",
  checking: "校验中",
  received: "已收到",
  already: "已收到。与已交的文件相同，没有重复保存",
  same: "已交过",
  sameHere: (name: string) => `与已交的“${name}”相同，不用再传`,
  sameElsewhere: (title: string, name: string) =>
    `与《${title}》已交的“${name}”相同，没有再传。这一项也要它，请按“也交到这里”。`,
  anyway: "也交到这里",
  cancelled: "已取消",
  pause: "暂停",
  resume: "继续",
  cancel: "取消",
  of: (sent: string, total: string) => `${sent} / ${total}`,
  left: (time: string) => `约 ${time}`,
  seconds: (count: number) => `${count} 秒`,
  minutes: (count: number) => `${count} 分钟`,
  hours: (hours: number, minutes: number) =>
    minutes === 0 ? `${hours} 小时` : `${hours} 小时 ${minutes} 分`,
  said: (name: string, state: string) => `${name}：${state}。`,
  comma: "，",
  keepOpen: "传完前请不要关闭本页。万一关了，重新选同一个文件，会接着传。",
  empty: "文件是空的（0 字节），没有上传。请重新选择。",
  archive: "没有上传：压缩包请解压后再传。",
  tooLarge: (limit: string) => `超过单个 ${limit} 的上限，没有上传。请压缩或拆分后再传。`,
  noPlace: (count: number) =>
    `没有上传：这一项只能再收 ${count} 个文件，已经选满。要换成它，请先取消或替换一个。`,
  unreadable: "读不出这个文件，它可能被移动或改动过。请重新选择。",
  refused: "服务器没有收下这个文件，请刷新页面后再传。",
};

/** What is offered for pictures before they go; carried by the script that makes the copies. */
export const zhOffer = {
  gps: (count: number) => `${count} 张照片带有拍摄位置（GPS）。`,
  heic: "HEIC 照片在别的电脑上可能打不开。",
  heicKept: "这台设备转不了 HEIC，HEIC 照片按原样上传。",
  several: (count: number) => `${count} 张照片可以合成一个 PDF。`,
  large: "照片较大，网慢时可以缩小后再传。",
  unseen: "HEIC，无法预览，可下载",
  choices: {
    originals: "原图上传",
    shrink: "缩小后上传",
    strip: "去掉位置后上传",
    jpeg: "改传 JPEG",
    pdf: "合成一个 PDF",
  },
  note: "原图不会改动。副本在这台设备上生成，不含拍摄位置。",
  working: (done: number, all: number) => `正在生成副本 ${done}/${all}`,
  failed: "没能生成副本。请改传原图，或者重新选择照片。",
  pdfName: (stem: string, count: number) => `${stem}等${count}张.pdf`,
  gap: "",
};
