/** Words of the receipt as a page. */
export const zhReceipt = {
  title: "材料接收回执",
  heading: "材料接收回执",
  number: (number: string) => `回执编号 ${number}`,
  code: "验证码",
  qr: "查验二维码",
  superseded: "这一版已经由新版替代。",
  pdf: "下载 PDF",
  picture: "存成图片",
  print: "打印",
  pictureHint: "长按图片可以保存或转发。",
  pictureFailed: "这个浏览器画不出图片，请用 PDF。",
  wechat:
    "微信里不能直接下载：请回到聊天，复制上级发来的报送链接，粘贴到手机浏览器里打开，再下载 PDF；或者用“存成图片”。",
  page: "查看回执",
};
