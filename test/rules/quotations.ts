import type { RoundDefinition } from "../../schemas/round";

/** True when the parts of a quotation, split where it leaves something out, occur in order. */
function occurs(quotation: string, text: string): boolean {
  let from = 0;
  for (const part of quotation.split("…")) {
    const at = text.indexOf(part, from);
    if (at === -1) return false;
    from = at + part.length;
  }
  return true;
}

/** Every `source`, aspect and topic of a round that its notice's text does not say. */
export function findMisquotes(round: RoundDefinition): string[] {
  const sources = [...round.artifacts, ...round.milestones, ...round.rules].flatMap((one) =>
    one.source === null ? [] : [one.source],
  );
  const quoted = [...sources, ...round.aspects, ...round.topics.map((one) => one.text)];
  return quoted.filter((one) => !occurs(one, round.notice.text));
}
