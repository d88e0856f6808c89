import * as b from "./api.branch";
import { COMMITTEE_ROUTES } from "./api.committee";
import * as q from "./api.request";
import { ROUND_ROUTES } from "./api.round";
import { type ApiRoute, route } from "./api.route";
import * as s from "./api.schemas";
import type { ProblemCode } from "./problem";
import { uploadAnswer } from "./upload";

export * from "./api.branch";
export * from "./api.request";
export * from "./api.review";
export * from "./api.route";
export * from "./api.schemas";

const OWN = "/api/submissions/:submission";

const DRAFT_PROBLEMS: readonly ProblemCode[] = [
  "request.invalid",
  "artifact.not_found",
  "entry.stale",
  "entry.too_large",
  "round.closed",
  "artifact.past_due",
];
const ENTRY_PROBLEMS: readonly ProblemCode[] = [...DRAFT_PROBLEMS, "entry.invalid"];

const BRANCH_ROUTES: readonly ApiRoute[] = [
  route("branch", `GET ${OWN}`, "What is missing, until when, what arrived", b.statusAnswer),
  route("branch", `POST ${OWN}/artifacts/:artifact/files`, "Hand in a file as the body", uploadAnswer, {
    request: "application/octet-stream",
    status: 201,
    problems: [
      "artifact.not_found",
      "artifact.wrong_kind",
      "file.empty",
      "file.too_large",
      "file.too_many",
      "file.wrong_type",
      "file.dangerous",
      "file.broken_off",
      "file.not_found",
      "round.closed",
      "artifact.past_due",
    ],
  }),
  route(
    "branch",
    `POST ${OWN}/artifacts/:artifact/reuse/:file`,
    "Hand in again what was accepted in an earlier round",
    uploadAnswer,
    {
      status: 201,
      problems: [
        "artifact.not_found",
        "file.not_found",
        "file.too_many",
        "round.closed",
        "artifact.past_due",
      ],
    },
  ),
  route("branch", `PUT ${OWN}/artifacts/:artifact/entry`, "Hand in a typed entry", b.entryAnswer, {
    request: b.entryRequest,
    problems: ENTRY_PROBLEMS,
  }),
  route(
    "branch",
    `PUT ${OWN}/artifacts/:artifact/entry/:item`,
    "Hand in one of several entries by its number, or 零报告 as `nothing`",
    b.entryAnswer,
    { request: b.entryRequest, problems: ENTRY_PROBLEMS },
  ),
  route("branch", `PUT ${OWN}/artifacts/:artifact/draft`, "Save what is typed so far", b.entryDraftAnswer, {
    request: b.entryDraftRequest,
    problems: DRAFT_PROBLEMS,
  }),
  route(
    "branch",
    `PUT ${OWN}/artifacts/:artifact/draft/:item`,
    "Save what is typed so far of one of several entries",
    b.entryDraftAnswer,
    { request: b.entryDraftRequest, problems: DRAFT_PROBLEMS },
  ),
  route(
    "branch",
    `POST ${OWN}/requests`,
    "Ask for a later deadline, or write to the contact",
    q.requestAnswer,
    {
      request: q.branchRequest,
      status: 201,
      problems: ["request.invalid", "artifact.not_found", "ask.no_text", "ask.no_due", "ask.too_many"],
    },
  ),
  route("branch", `GET ${OWN}/receipt`, "The receipt's body and code", b.receiptAnswer, {
    problems: ["receipt.not_found"],
  }),
];

const OPEN_ROUTES: readonly ApiRoute[] = [
  route("anybody", "GET /api/openapi.json", "This document", s.openapiAnswer),
  route("anybody", "GET /healthz", "Whether the service and its database answer", s.healthAnswer),
];

/** Every route of the API. A test holds this table against the routes that are really registered. */
export const API_ROUTES: readonly ApiRoute[] = [
  ...COMMITTEE_ROUTES,
  ...ROUND_ROUTES,
  ...BRANCH_ROUTES,
  ...OPEN_ROUTES,
];
