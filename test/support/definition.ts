import { type Artifact, artifact } from "../../schemas/artifact";
import { type RoundDefinition, roundDefinition } from "../../schemas/round";

/** An artifact with everything but its key left as a notice that says nothing would leave it. */
export function makeArtifact(key: string, more: Partial<Artifact> = {}): Artifact {
  const title = { zh: `材料 ${key}`, en: `Artifact ${key}` };
  return artifact.parse({
    key,
    title,
    kind: "file",
    obligation: "hand_in",
    required: true,
    minFiles: 1,
    ...more,
  });
}

/** A round that asks for `artifacts`, all of them in its literal profile. */
export function makeDefinition(
  artifacts: readonly Artifact[],
  more: Partial<RoundDefinition> = {},
): RoundDefinition {
  const keys = artifacts.map((one) => one.key);
  return roundDefinition.parse({
    kind: "meeting_collection",
    notice: {
      title: "关于召开专题组织生活会的通知",
      number: "霁教党字〔2026〕18号",
      issuer: "中共霁川区教育局委员会",
      issuedOn: "2026-11-23",
    },
    theme: "专题组织生活会材料报送",
    contacts: [{ name: "联系人", phone: "0000000", office: "党建办公室 501室" }],
    artifacts,
    profiles: { literal: keys, onlineFull: keys },
    ...more,
  });
}
