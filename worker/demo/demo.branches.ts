import type { Bilingual } from "../../schemas/artifact";

/** A branch as a roster line gives it. */
export interface DemoBranch {
  code: string;
  name: string;
  members: number;
  full: number;
  probationary: number;
  committee: number;
  floating: number;
}

/** 霁川区 is an invented district; no branch below is a real one. */
export const DEMO_COMMITTEE: { name: Bilingual; office: string } = {
  name: {
    zh: "中共霁川区教育局委员会",
    en: "CPC Committee of the Jichuan District Education Bureau (fictional)",
  },
  office: "党建办公室 501室",
};

function branch(code: string, name: string, ...numbers: [number, number, number, number]): DemoBranch {
  const [full, probationary, committee, floating] = numbers;
  return { code, name, members: full + probationary, full, probationary, committee, floating };
}

/** Full and probationary members, size of the branch committee, floating members. */
export const DEMO_BRANCHES: readonly DemoBranch[] = [
  branch("JC01", "霁川区桐荫小学党支部", 23, 1, 5, 0),
  branch("JC02", "霁川区望潮初级中学党支部", 30, 1, 5, 0),
  branch("JC03", "霁川区第三高级中学党总支第一党支部", 18, 0, 3, 0),
  branch("JC04", "霁川区第三高级中学党总支第二党支部", 15, 1, 3, 0),
  branch("JC05", "霁川区松屿九年一贯制学校党支部", 22, 0, 5, 0),
  branch("JC06", "霁川区青禾幼儿园党支部", 7, 0, 3, 0),
  branch("JC07", "霁川区城北幼儿园联合党支部", 3, 1, 0, 0),
  branch("JC08", "霁川区启明特殊教育学校党支部", 9, 0, 3, 0),
  branch("JC09", "霁川区职业技术学校党总支机电系党支部", 13, 1, 3, 2),
  branch("JC10", "霁川区教师发展中心党支部", 19, 0, 5, 0),
  branch("JC11", "霁川区教育局机关党支部", 27, 0, 5, 0),
  branch("JC12", "霁川区教育系统离退休教师党支部", 38, 0, 5, 1),
];
