/** Words of the blank templates: the committee's page, and the link on the branch's. */
export const zhBlanks = {
  place: "空白模板",
  what: (limit: string) =>
    `要支部照着填的表格、范本放在这里，支部在材料清单上就能下载。一项材料放一份，Word、Excel 或 PDF，不超过 ${limit}。`,
  noticed: "支部把没填过的模板原样交回来，系统不收，并说明原因。",
  none: "还没有模板",
  addedAt: (at: string) => `${at} 放上`,
  download: "下载",
  pick: "选模板文件",
  add: "放上去",
  change: "换一份",
  changeWhat: "已经下载旧模板的支部不会自动换新，请另行告知。",
  remove: "撤下",
  unasked: "本轮不收这项材料，支部看不到这份模板。",
  nothing: "本轮没有要交文档或纸质件的材料，不用放模板。",
  done: {
    added: { draft: "模板放好了，发布以后支部就能下载。", published: "模板放好了，支部现在就能下载。" },
    removed: "模板撤下了。",
  },
  refused: "模板没有放上",
  take: "下载空白模板",
};
