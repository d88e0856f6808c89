/** Refusals that are about a whole round; part of the catalogue in problem.catalogue.ts. */
export const ROUND_PROBLEMS = {
  "round.not_found": {
    status: 404,
    zh: "没有这个报送任务，请从任务列表进入。",
    en: "There is no such round. Come in by the list of rounds.",
  },
  "round.invalid": {
    status: 422,
    zh: "任务定义有误：{reason}",
    en: "The round definition is not valid: {reason}",
  },
  "round.already_published": {
    status: 409,
    zh: "任务已发布。要改动，请发布修订。",
    en: "The round is published. To change it, publish an amendment.",
  },
  "round.not_published": {
    status: 409,
    zh: "任务还没有发布，请先在草稿页发布。",
    en: "The round is not published yet. Publish it first.",
  },
  "round.no_branches": {
    status: 422,
    zh: "还没有支部，请先导入花名册再发布。",
    en: "There are no branches yet. Import the roster, then publish.",
  },
  "round.closed": {
    status: 403,
    zh: "本任务已经截止{closedAt}，不再接收。如有特殊情况请联系{contact}。",
    en: "The round is closed{closedAt} and takes nothing more. Please contact {contact}.",
  },
  "round.is_closed": {
    status: 409,
    zh: "任务已截止，不能修订。请先重新开放。",
    en: "The round is closed and cannot be amended. Open it again first.",
  },
  "round.unchanged": {
    status: 422,
    zh: "与已发布的第 {version} 版相比没有改动，没有发布修订。",
    en: "Nothing differs from version {version} as published; no amendment was made.",
  },
  "round.fixed": {
    status: 422,
    zh: "发布后不能这样改：{reason}",
    en: "This cannot change after publishing: {reason}",
  },
} as const;
