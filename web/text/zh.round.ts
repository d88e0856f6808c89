/** Words of a round on its way: who hands in for whom, what a committee switches on, what an amendment changed. */
export const zhRound = {
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
