import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { checkAcross } from "../../schemas/across";
import { checkEntry } from "../../schemas/entry";
import { talkRecords } from "../../schemas/forms/talk_records";
import { makeNames, makeTalk, makeTalkRecords } from "../support/entries.talks";
import { makeEntryContext, makeTally, makeTallyRow } from "../support/entry.builders";

const MEMBERS = 8;
const names = makeNames(1, MEMBERS);
const RELATIONS = ["班子成员之间", "班子成员与党员", "党员之间", "与群众（服务对象）"];

/** One talk by the numbers of who takes part; the talker is never among the others. */
const anyTalk = fc
  .record({
    group: fc.boolean(),
    relation: fc.constantFrom(...RELATIONS),
    who: fc.shuffledSubarray(
      names.map((_, i) => i),
      { minLength: 2, maxLength: 5 },
    ),
  })
  .map(({ who: [talker = 0, ...others], ...rest }) => ({ ...rest, talker, others }));
type AnyTalk = typeof anyTalk extends fc.Arbitrary<infer T> ? T : never;
const anyTalks = fc.array(anyTalk, { minLength: 1, maxLength: 12 });
const anySize = fc.integer({ min: 0, max: 6 });

/** The same name as different people write it. */
const spellings = [
  (name: string) => name,
  (name: string) => ` ${name} `,
  (name: string) => `党 员${name.slice(2)}`,
];
const spell = (who: number, times: number) => spellings[times % spellings.length]?.(names[who] ?? "");

const toRows = (talks: readonly AnyTalk[]) =>
  talks.map((one, i) =>
    makeTalk({
      way: one.group ? "集体座谈" : "个别谈话",
      relation: one.relation,
      talker: spell(one.talker, i),
      talkees: one.others.map((who) => spell(who, i + 1)),
    }),
  );

/** Who talked with whom, kept as a table of yes and no. */
function tabulate(talks: readonly AnyTalk[]) {
  const talked = names.map(() => names.map(() => false));
  const met = names.map(() => false);
  const inCommittee = names.map(() => false);
  for (const { relation, group, talker, others } of talks) {
    const here = [talker, ...others];
    for (const a of here) {
      if (relation !== "与群众（服务对象）") met[a] = true;
      if (relation === "班子成员之间") inCommittee[a] = true;
      for (const b of here) {
        const face = group || a === talker || b === talker;
        const line = talked[a];
        if (relation === "班子成员之间" && face && a !== b && line !== undefined) line[b] = true;
      }
    }
  }
  const pairs = talked.flat().filter(Boolean).length / 2;
  const committee = inCommittee.filter(Boolean).length;
  return { met, pairs, committee, covered: met.filter(Boolean).length };
}

const say = (talks: readonly AnyTalk[], total: number, size: number) => {
  const entry = makeTalkRecords({ total_members: total, committee_size: size, rows: toRows(talks) });
  return { entry, findings: checkEntry(talkRecords, entry, makeEntryContext()) };
};

describe("the coverage of talks", () => {
  it("is what a table of who met whom says, however names are written", () => {
    fc.assert(
      fc.property(anyTalks, fc.integer({ min: 1, max: 12 }), anySize, (talks, total, size) => {
        const { pairs, committee, covered } = tabulate(talks);
        const { findings } = say(talks, total, size);
        const numbersOf = (code: string) =>
          findings
            .filter((one) => one.code === `talk_records.${code}`)
            .map((one) => (one.zh.match(/\d+/g) ?? []).map(Number).slice(0, 4));
        expect(numbersOf("members_missing")).toEqual(
          covered < total ? [[total, covered, total - covered]] : [],
        );
        const wanted = (size * (size - 1)) / 2;
        expect(numbersOf("pairs_missing")).toEqual(
          pairs < wanted ? [[size, wanted, pairs, wanted - pairs]] : [],
        );
        expect(numbersOf("names_exceed")).toEqual([
          ...(covered > total ? [[covered, total]] : []),
          ...(committee > size ? [[committee, size]] : []),
        ]);
        expect(findings.filter((one) => one.level === "block")).toEqual([]);
      }),
    );
  });

  it("does not hang on the order of the rows", () => {
    const spoken = (talks: readonly AnyTalk[], size: number) =>
      say(talks, MEMBERS, size)
        .findings.filter((one) => one.code !== "talk_records.pairs_missing")
        .map((one) => one.zh);
    fc.assert(
      fc.property(anyTalks, anySize, (talks, size) => {
        expect(spoken(talks.toReversed(), size)).toEqual(spoken(talks, size));
      }),
    );
  });

  it("names exactly the members of the tally without a talk", () => {
    fc.assert(
      fc.property(anyTalks, (talks) => {
        const { met } = tabulate(talks);
        const missing = names.filter((_, i) => !met[i]);
        const tally = makeTally({ rows: names.map((_, i) => makeTallyRow(i + 1)) });
        const { entry } = say(talks, MEMBERS, 0);
        const ctx = makeEntryContext({ others: { appraisal_tally: tally } });
        const said = checkAcross("talk_records", entry, ctx).map((one) => one.zh.match(/党员\d+/g));
        expect(said).toEqual(missing.length === 0 ? [] : [missing]);
      }),
    );
  });
});
