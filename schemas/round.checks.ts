import type { Artifact } from "./artifact";
import { parseCondition } from "./condition";
import { isPrinted } from "./forms/printed";
import type { Profiles } from "./round";

/** What a definition's fields say together that they may not say; zh first, as `describeIssues` reads it. */
export interface RoundFault {
  path: (string | number)[];
  message: string;
}

interface Checked {
  artifacts: readonly Artifact[];
  milestones: readonly { key: string }[];
  profiles: Profiles;
}

const hasUniqueKeys = (list: readonly { key: string }[]) =>
  new Set(list.map((one) => one.key)).size === list.length;

/** `requiredIf` must be a condition, and on another artifact of the round. */
function findConditionFault(one: Artifact, known: ReadonlySet<string>): string | null {
  if (one.requiredIf === null) return null;
  const condition = parseCondition(one.requiredIf);
  if (condition === null)
    return "看不懂这个条件，应写成 meeting_minutes.absent_rows > 0（write it as meeting_minutes.absent_rows > 0）";
  if (condition.artifact === one.key) return "材料不能以自己为条件（a condition on itself）";
  return known.has(condition.artifact)
    ? null
    : `条件里的 ${condition.artifact} 不在材料项中（not among the artifacts）`;
}

function listArtifactFaults(one: Artifact, index: number, known: ReadonlySet<string>): RoundFault[] {
  const stray = one.dependsOn.find((key) => !known.has(key));
  const condition = findConditionFault(one, known);
  const faults: [keyof Artifact, string | false][] = [
    [
      "minFiles",
      one.maxFiles !== null &&
        one.maxFiles > 0 &&
        one.minFiles > one.maxFiles &&
        "最少文件数大于最多文件数（minFiles exceeds maxFiles）",
    ],
    [
      "repeat",
      one.repeat === "branches" &&
        (one.kind !== "form" || one.accepts.length > 0) &&
        "按支部逐份填报的材料只能在线填写（what is answered for each branch takes no files）",
    ],
    [
      "kind",
      isPrinted(one.form) &&
        (one.kind !== "paper" || one.accepts.length > 0) &&
        "无记名测评票只印制，不在线填写，也不收文件（ballots are printed: kind paper, nothing in accepts）",
    ],
    ["dependsOn", stray !== undefined && `${stray} 不在材料项中（not among the artifacts）`],
    ["requiredIf", condition ?? false],
  ];
  return faults.flatMap(([field, message]) =>
    message === false ? [] : [{ path: ["artifacts", index, field], message }],
  );
}

/** Every such fault of a definition whose single fields are right. */
export function listRoundFaults({ artifacts, milestones, profiles }: Checked): RoundFault[] {
  const known = new Set(artifacts.map((one) => one.key));
  const faults: RoundFault[] = [];
  if (!hasUniqueKeys(artifacts))
    faults.push({ path: ["artifacts"], message: "材料项的 key 重复（artifact keys must be unique）" });
  if (!hasUniqueKeys(milestones))
    faults.push({ path: ["milestones"], message: "时间节点的 key 重复（milestone keys must be unique）" });
  const named = Object.entries(profiles).flatMap(([name, keys]) =>
    Array.isArray(keys) ? keys.map((key) => ({ name, key })) : [],
  );
  const strays = named
    .filter(({ key }) => !known.has(key))
    .map(({ name, key }) => ({
      path: ["profiles", name],
      message: `profile 里的 ${key} 不在材料项中（not among the artifacts）`,
    }));
  return [...faults, ...artifacts.flatMap((one, index) => listArtifactFaults(one, index, known)), ...strays];
}
