import { describe, expect, it } from "vitest";
import { checkEntry, fitForm } from "../../schemas/entry";
import { topicDiscussion } from "../../schemas/forms/topic_discussion";
import type { EntryContext, EntryValue } from "../../schemas/forms/vocabulary";
import { findTemplate } from "../../worker/rounds/templates";
import { makeTopicDiscussion } from "../support/entries.discussion";
import { makeEntryContext } from "../support/entry.builders";

const check = (overrides: EntryValue = {}, ctx: EntryContext = makeEntryContext()) =>
  checkEntry(topicDiscussion, makeTopicDiscussion(overrides), ctx).map(({ path, code }) => [path, code]);

describe("a set-topic discussion", () => {
  it("has nothing to say about a whole record", () => {
    expect(check()).toEqual([]);
    expect(check({ problems: "", measures: "" })).toEqual([]);
  });

  it.each(["topic_no", "held_on", "kind", "attended", "views"])("asks for %s", (key) => {
    expect(check({ [key]: "" })).toEqual([[key, "field.required"]]);
  });

  it("offers the topics of notice 002 with their numbers and words, and takes no other", () => {
    const topics = findTemplate("notice-002")?.definition.topics ?? [];
    const ctx = makeEntryContext({ round: { topics } });
    const field = fitForm(topicDiscussion, ctx).fields.find((one) => one.key === "topic_no");
    expect(field?.options).toHaveLength(4);
    expect(field?.options?.[1]).toBe("2. 如何进一步推进改革创新，更大力度破解工作难题");
    expect(check({ topic_no: field?.options?.[3] }, ctx)).toEqual([]);
    expect(check({ topic_no: "5" }, ctx)).toEqual([["topic_no", "field.not_an_option"]]);
  });

  it("takes the branch's own words where the round sets no topics", () => {
    expect(check({ topic_no: "怎样服务群众" }, makeEntryContext({ round: { topics: [] } }))).toEqual([]);
  });

  it("was attended by somebody and held in one of the four forms", () => {
    expect(check({ attended: 0 })).toEqual([["attended", "field.out_of_range"]]);
    expect(check({ kind: "线上会议" })).toEqual([["kind", "field.not_an_option"]]);
  });
});
