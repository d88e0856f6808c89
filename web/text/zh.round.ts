/** Words of a round on its way: who hands in for whom, what a committee switches on, what an amendment changed. */
export const zhRound = {
  pastDues: "这些材料的截止时间已经过了，发布出去就是逾期：",
  units: {
    what: (links: number, units: number, branches: number) =>
      `本任务按单位报送：发布后发出 ${links} 条报送链接，其中 ${units} 条由单位替所属 ${branches} 个支部报送，支部不再单独报送；任务内容定为第 1 版。`,
    none: (links: number) =>
      `本任务按单位报送，花名册里没有写谁属于哪个单位：发布后花名册的 ${links} 行各得一条报送链接，各自报送；任务内容定为第 1 版。`,
    whoForWhom: "由谁替谁报送",
    more: (count: number) => `等，另有 ${count} 个`,
    unknown:
      "这些上级单位在花名册里没有对应的一行，写着它们的支部将各自报送。要由单位统一报送，请在花名册里给单位加一行（编号、名称）。",
    quoted: (name: string) => `“${name}”`,
    toRoster: "去改花名册",
  },
  switches: {
    title: "由本单位定的事项",
    hint: "通知没有写明的，按少收、少看的办法定好；需要时再打开。",
    private: "谈话要点、批评与自我批评的内容",
    privateHint:
      "默认由支部自己留存，填报页不问，系统也不存。打开后填报页会多出这些栏目，支部填写的内容交给本单位，并存入材料包。",
    privateNo: "支部自己留存",
    privateYes: "也在线上收集",
    selfVote: "民主评议党员，本人能否评本人",
    selfVoteNo: "不评本人",
    selfVoteYes: "可以评本人",
    grades: "测评等次",
    gradesHint: "2 到 6 个，用顿号隔开。发布后不能再改。",
    aspects: "查摆方面",
    aspectsHint: "每行一个方面，照通知写。不填的，由支部自己归纳。",
    levels: "核对的宽严（只列与通常不同的）",
    usual: (level: string) => `通常：${level}`,
    asUsual: "同通常",
    level: { block: "必须改好", warn: "提醒", inform: "说明", off: "不核对" },
    more: "更多设置",
    handling: "由支部留存的材料",
    handlingHint: "通知要求支部自己收好。只报留存情况的，支部填形成时间、数量和保管人，不上传内容。",
    collect: "在线上收集",
    declare: "只报留存情况",
    entries: "至少几份",
    entriesHint: "0 表示交多少份都不影响回执。",
    nothing: "零报告",
    nothingNo: "不设零报告",
    nothingYes: "没有内容的，可以报“零报告”",
  },
  closing: {
    past: (at: string) => `停止接收时间（${at}）已过，现在什么都不收。要继续收，请修订停止接收时间。`,
    amend: "去修订",
  },
  withdrawn: {
    mark: "不再收",
    told: "这一项已经不再收。已交的和草稿都保留。",
    viewDraft: "查看草稿",
  },
};
