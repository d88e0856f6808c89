/** Words of an amendment: what changed, item by item, and how it is published. */
export const zhAmendment = {
  place: "修订",
  title: (version: number) => `修订（现行第 ${version} 版）`,
  what: "改好后先保存，核对下面列出的改动，再发布修订。发布以前支部什么也看不到；已交的材料不动，按新的一版重新核对。",
  publishTitle: "发布修订",
  none: (version: number) => `与已发布的第 ${version} 版没有不同。`,
  changed: (version: number) => `与第 ${version} 版相比，保存的修订有这些改动：`,
  saveFirst: "上面改过还没有保存的，不在此列；按“发布修订”时会一并保存并发布。",
  faults: "这些发布后不能改，请改回去：",
  note: "修订说明",
  noteHint: "写给支部看，说明为什么改。可以不写。",
  save: "保存修订",
  publish: "发布修订",
  discard: "放弃修订",
  discardWhat: "修订的内容全部改回已发布的样子。",
  discardGo: "确认放弃",
  discarded: "已放弃修订，内容改回已发布的样子。",
  done: (version: number) => `修订已发布，现行第 ${version} 版。各支部正在按新的一版重新核对。`,
  /** On the branch's page. */
  told: (version: number, day: string) => `通知有修订（第 ${version} 版，${day} 发布），与本支部有关的：`,
  earlier: (count: number) => `此前还有 ${count} 次修订`,
  quoted: (words: string) => `“${words}”`,
  changes: {
    added: (title: string, required: boolean) => `新增${title}（${required ? "必交" : "可交"}）`,
    withdrawn: (title: string) => `不再收${title}`,
    required: (title: string) => `${title}改为必交`,
    optional: (title: string) => `${title}改为可交，交不交都不影响回执`,
    due: (title: string, from: string | null, to: string | null) =>
      to === null
        ? `${title}不再有截止时间`
        : from === null
          ? `${title}的截止时间定为 ${to}`
          : `${title}的截止时间由 ${from} 改为 ${to}`,
    length: (title: string, from: number | null, to: number | null) =>
      to === null
        ? `${title}不再要求字数`
        : from === null
          ? `${title}要求不少于 ${to} 字`
          : `${title}要求的字数由不少于 ${from} 字改为不少于 ${to} 字`,
    files: (title: string, min: number, max: number | null) =>
      `${title}的文件数改为至少 ${min} 个${max === null || max === 0 ? "" : `、最多 ${max} 个`}`,
    accepts: (title: string, types: string) => `${title}可交的文件改为：${types}`,
    paper: (title: string, how: string) => `${title}的原件改为：${how}`,
    renamed: (from: string, to: string) => `${from}改名为${to}`,
    detail: (title: string, field: string) => `${title}的${field}有改动`,
    ruleAdded: (text: string) => `新增要求：${text}`,
    ruleGone: (text: string) => `不再要求：${text}`,
    ruleChanged: (text: string) => `要求改为：${text}`,
    ruleLevel: (text: string, level: string) => `要求“${text}”改为${level}`,
    closes: (to: string | null) => (to === null ? "不再定停止接收时间" : `停止接收时间改为 ${to}`),
    late: (accept: boolean): string => (accept ? "逾期的材料照收，标明逾期" : "逾期的材料不再接收"),
    theme: (to: string) => `主题改为“${to}”`,
    setting: (field: string) => `${field}有改动`,
  },
  levels: { block: "必须做到，否则不算收到", warn: "提醒核对", inform: "只作说明" },
  copies: (count: number) => `${count} 份`,
  sealed: "加盖公章",
  unsealed: "不要求盖章",
  deliverTo: (place: string) => `送${place}`,
  /** Fields by their names in the definition. */
  fields: {
    requiredIf: "必交条件",
    minEntries: "份数要求",
    nothingToReport: "零报告办法",
    needsReview: "审核办法",
    note: "说明",
    source: "通知原文",
    dueText: "截止时间的说法",
    notice: "通知信息",
    contacts: "联系方式",
    retainUntil: "保存期限",
    grades: "测评等次",
    selfVote: "本人可否评本人",
    aspects: "查摆方面",
    topics: "选题",
    collectPrivate: "谈话、批评内容的收集办法",
    checkLevels: "核对的宽严",
    phases: "环节",
    milestones: "时间安排",
    rules: "要求",
  } as Record<string, string>,
  otherField: "其他内容",
};
