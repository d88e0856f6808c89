import { describe, expect, it } from "vitest";
import { roundDefinition } from "../../schemas/round";
import { describeIssues } from "../../schemas/round.problems";
import notice000 from "../../worker/rounds/templates/notice-000.json";

/** A definition as it comes out of JSON: anything may be wrong with it. */
// biome-ignore lint/suspicious/noExplicitAny: the tests break it in every place
type Loose = any;

function sentencesFor(spoil: (round: Loose) => void): string[] {
  const round: Loose = structuredClone(notice000);
  spoil(round);
  const result = roundDefinition.safeParse(round);
  return result.success ? [] : describeIssues(result.error, round);
}

describe("what is wrong with a round definition, said in words", () => {
  it("says nothing of a sound one", () => {
    expect(sentencesFor(() => {})).toEqual([]);
  });

  it.each<[string, (round: Loose) => void, string[]]>([
    [
      "a due that is no instant",
      (round) => {
        round.artifacts[10].due = "7月5日前";
      },
      ["材料项第11项 summary_paper 的 due：不是有效的时间，应写成 2026-12-18T23:59:59+08:00"],
    ],
    [
      "a due without the zone",
      (round) => {
        round.milestones[0].due = "2026-12-18T23:59:59";
      },
      ["时间节点第1项 meeting_done 的 due：不是有效的时间，应写成 2026-12-18T23:59:59+08:00"],
    ],
    [
      "a day that does not exist",
      (round) => {
        round.notice.issuedOn = "2026-02-30";
      },
      ["通知的 issuedOn：不是有效的日期，应写成 2026-12-18"],
    ],
    [
      "a missing theme",
      (round) => {
        delete round.theme;
      },
      ["主题 theme：没有填写"],
    ],
    [
      "an empty theme",
      (round) => {
        round.theme = "";
      },
      ["主题 theme：不能为空"],
    ],
    [
      "no notice at all",
      (round) => {
        delete round.notice;
      },
      ["通知 notice：没有填写"],
    ],
    [
      "a number that is too short",
      (round) => {
        round.notice.number = "号";
      },
      ["通知的 number：至少2个字符"],
    ],
    [
      "a title that is too long",
      (round) => {
        round.notice.title = "关".repeat(201);
      },
      ["通知的 title：最多200个字符"],
    ],
    [
      "a kind of round there is not",
      (round) => {
        round.latePolicy = "maybe";
      },
      ["逾期办法 latePolicy：只能是其中之一：accept、refuse"],
    ],
    [
      "a kind of artifact that is missing",
      (round) => {
        delete round.artifacts[0].kind;
      },
      ["材料项第1项 study_record 的 kind：没有填写，可以是：file、form、paper"],
    ],
    [
      "another time zone",
      (round) => {
        round.timezone = "UTC";
      },
      ["时区 timezone：只能是 Asia/Shanghai"],
    ],
    [
      "a file type the product does not know",
      (round) => {
        round.artifacts[7].accepts = ["jpg", "exe"];
      },
      [
        "材料项第8项 meeting_media 的 accepts.第2项：只能是其中之一：pdf、docx、doc、wps、ofd、xlsx、xls、et、jpg、png、heic、mp4、mov",
      ],
    ],
    [
      "a list written as text",
      (round) => {
        round.artifacts[7].accepts = "jpg";
      },
      ["材料项第8项 meeting_media 的 accepts：应为列表，现在是文字"],
    ],
    [
      "a count below nothing",
      (round) => {
        round.artifacts[7].minFiles = -1;
      },
      ["材料项第8项 meeting_media 的 minFiles：不能小于0"],
    ],
    [
      "a count too high",
      (round) => {
        round.artifacts[7].maxFiles = 500;
      },
      ["材料项第8项 meeting_media 的 maxFiles：不能大于100"],
    ],
    [
      "half a copy",
      (round) => {
        round.artifacts[10].copies = 1.5;
      },
      ["材料项第11项 summary_paper 的 copies：应为整数，不能带小数"],
    ],
    [
      "a length in quotation marks",
      (round) => {
        round.artifacts[9].minChars = "1000";
      },
      ["材料项第10项 summary_text 的 minChars：应为数字，现在是文字"],
    ],
    [
      "yes instead of true",
      (round) => {
        round.artifacts[10].required = "yes";
      },
      ["材料项第11项 summary_paper 的 required：应为true 或 false，现在是文字"],
    ],
    [
      "a title in one language only",
      (round) => {
        round.artifacts[0].title = { zh: "集中学习记录" };
      },
      ["材料项第1项 study_record 的 title.en：没有填写"],
    ],
    [
      "a misspelt field",
      (round) => {
        round.artifacts[0].dueDate = null;
        round.artifacts[0].colour = "red";
      },
      ["材料项第1项 study_record：有不认识的字段：dueDate、colour"],
    ],
    [
      "a key with capitals and blanks",
      (round) => {
        round.rules[0].id = "Study First";
      },
      ["要求第1项 Study First 的 id：只能用小写字母、数字和下划线，以字母开头，2至48个字符"],
    ],
    [
      "the same key twice",
      (round) => {
        round.artifacts[5].key = "absence_filing";
      },
      ["材料项 artifacts：材料项的 key 重复"],
    ],
    [
      "a profile that asks for what there is not",
      (round) => {
        round.profiles.literal = ["summary_paper", "photo_album"];
      },
      ["报送方案的 literal：profile 里的 photo_album 不在材料项中"],
    ],
    [
      "a condition that is none",
      (round) => {
        round.artifacts[6].requiredIf = "有人缺席的时候";
      },
      ["材料项第7项 absence_filing 的 requiredIf：看不懂这个条件，应写成 meeting_minutes.absent_rows > 0"],
    ],
    [
      "a condition on an artifact that is not there",
      (round) => {
        round.artifacts[6].requiredIf = "minutes.absent_rows > 0";
      },
      ["材料项第7项 absence_filing 的 requiredIf：条件里的 minutes 不在材料项中"],
    ],
    [
      "a condition on itself",
      (round) => {
        round.artifacts[6].requiredIf = "absence_filing.absent_rows > 0";
      },
      ["材料项第7项 absence_filing 的 requiredIf：材料不能以自己为条件"],
    ],
    [
      "files where each branch of a unit answers by itself",
      (round) => {
        round.artifacts[4].repeat = "branches";
      },
      ["材料项第5项 meeting_minutes 的 repeat：按支部逐份填报的材料只能在线填写"],
    ],
    [
      "a level that is none",
      (round) => {
        round.checkLevels = { "meeting_minutes.too_late": "strict" };
      },
      ["核对的宽严的 meeting_minutes.too_late：只能是其中之一：block、warn、inform、off"],
    ],
    [
      "no artifact",
      (round) => {
        round.artifacts = [];
        round.profiles = { literal: [], onlineFull: [] };
      },
      ["材料项 artifacts：至少1项"],
    ],
    [
      "a single grade",
      (round) => {
        round.grades = ["好"];
      },
      ["测评等次 grades：至少2项"],
    ],
    [
      "a contact with an unknown field, which has no key to be named by",
      (round) => {
        round.contacts[0].mobile = "0000000";
      },
      ["联系方式第1项：有不认识的字段：mobile"],
    ],
    [
      "a null where there must be something",
      (round) => {
        round.selfVote = null;
      },
      ["本人可评本人 selfVote：应为true 或 false，现在是null"],
    ],
  ])("names the place and the remedy of %s", (_, spoil, sentences) => {
    expect(sentencesFor(spoil)).toEqual(sentences);
  });

  it("gives one sentence for each of several faults", () => {
    const sentences = sentencesFor((round) => {
      round.theme = 5;
      round.artifacts[0].due = "soon";
      round.extra = true;
    });
    expect(sentences).toHaveLength(3);
    expect(sentences.at(-1)).toBe("任务定义：有不认识的字段：extra");
  });

  it.each([
    [null, "任务定义：应为对象，现在是null"],
    [[], "任务定义：应为对象，现在是列表"],
    ["{}", "任务定义：应为对象，现在是文字"],
    [42, "任务定义：应为对象，现在是数字"],
  ])("says of %j that it is no definition", (input, sentence) => {
    const result = roundDefinition.safeParse(input);
    expect(result.success ? [] : describeIssues(result.error, input)).toEqual([sentence]);
  });

  it("counts items without naming them when it is not given what was parsed", () => {
    const round: Loose = structuredClone(notice000);
    round.artifacts[10].due = "soon";
    const result = roundDefinition.safeParse(round);
    expect(result.success ? [] : describeIssues(result.error)).toEqual([
      "材料项第11项 的 due：不是有效的时间，应写成 2026-12-18T23:59:59+08:00",
    ]);
  });

  it("lets no English of the schema library through", () => {
    const sentences = sentencesFor((round) => {
      for (const key of Object.keys(round)) round[key] = 7;
    });
    expect(sentences.length).toBeGreaterThan(10);
    for (const sentence of sentences) expect(sentence).not.toMatch(/Invalid|expected|received|Too /);
  });
});
