import type { Bilingual } from "../artifact";

/** What the page says beside a field; no check needs it, so no browser carries it. */
export const HINTS: Readonly<Record<string, Bilingual>> = {
  flexible_note: {
    zh: "确实难以集中的，写明哪个上级党组织同意、怎样安排",
    en: "Where gathering was truly hard: who above consented, and to what",
  },
  secretary: { zh: "主持人就是书记的，不用填", en: "Only where the host is not the secretary" },
  floating_elsewhere: {
    zh: "流动党员在流入地党组织参加的，不计入应到",
    en: "They do not count as expected here",
  },
  floating: {
    zh: "每人一行；流入地党组织和日期暂时没有的，可以以后补",
    en: "A row each; organization and date may follow later",
  },
  absent: { zh: "每人一行；没有缺席的不用填", en: "A row each; leave it empty when nobody was absent" },
  report: { zh: "一般不少于50字", en: "Usually at least 50 characters" },
  speeches: {
    zh: "按发言先后，每人一行；书记带头",
    en: "In the order of speaking, a row each; the secretary first",
  },
};
