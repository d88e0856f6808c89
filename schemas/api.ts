import * as b from "./api.branch";
import * as r from "./api.review";
import { ROUND_ROUTES } from "./api.round";
import { type ApiRoute, route } from "./api.route";
import * as s from "./api.schemas";
import type { ProblemCode } from "./problem";
import { uploadAnswer } from "./upload";

export * from "./api.branch";
export * from "./api.review";
export * from "./api.route";
export * from "./api.schemas";

const ROUND = "/api/rounds/:round";
const BRANCH = `${ROUND}/branches/:submission`;
const OWN = "/api/submissions/:submission";

const COMMITTEE_ROUTES: readonly ApiRoute[] = [
  route("anybody", "POST /api/session", "Sign in; the session comes as a cookie", s.sessionAnswer, {
    request: s.signInRequest,
    status: 201,
    problems: ["request.invalid", "request.too_many", "staff.wrong_password", "staff.locked"],
  }),
  route("anybody", "DELETE /api/session", "Sign out", s.signedOutAnswer),
  route("staff", "GET /api/rounds", "The committee's rounds, newest first", s.roundsAnswer),
  route("staff", "POST /api/rounds", "Create a draft from a template or a definition", s.roundAnswer, {
    request: s.newRoundRequest,
    status: 201,
    problems: ["request.invalid", "round.invalid"],
  }),
  route("round", `GET ${ROUND}`, "A round: its draft, or its published version", s.roundAnswer),
  route(
    "round",
    `PUT ${ROUND}/draft`,
    "Replace the draft, or that of a published round's next version",
    s.roundAnswer,
    {
      request: s.draftRequest,
      problems: ["request.invalid", "round.invalid", "round.is_closed", "request.conflict"],
    },
  ),
  route(
    "round",
    `PUT ${ROUND}/roster`,
    "Import the committee's roster, whole or not at all",
    s.rosterAnswer,
    {
      request: [s.rosterRequest, "text/csv"],
      problems: ["request.invalid", "roster.invalid"],
    },
  ),
  route("round", `POST ${ROUND}/publish`, "Freeze the version; every branch gets its link", s.roundAnswer, {
    problems: ["round.already_published", "round.no_branches", "round.invalid", "request.conflict"],
  }),
  route("round", `GET ${ROUND}/links`, "Every branch's link", s.linksAnswer, {
    problems: ["round.not_published"],
  }),
  route(
    "round",
    `POST ${ROUND}/links/:submission/rotate`,
    "A new link; the old one dies at once",
    s.linkAnswer,
    {
      problems: ["branch.not_found"],
    },
  ),
  route("round", `GET ${ROUND}/board`, "Branches by artifacts: states and figures", s.boardAnswer, {
    problems: ["round.not_published"],
  }),
  route("round", `PUT ${BRANCH}/papers/:artifact`, "Record that an original arrived", s.paperAnswer, {
    request: s.paperRequest,
    problems: [
      "request.invalid",
      "branch.not_found",
      "artifact.not_found",
      "artifact.wrong_kind",
      "paper.invalid",
      "round.closed",
      "artifact.past_due",
      "request.conflict",
    ],
  }),
  route(
    "submission",
    `PUT ${BRANCH}/artifacts/:artifact/review`,
    "Accept, return, file for the record, waive, or take the last decision back",
    r.standingAnswer,
    {
      request: r.reviewRequest,
      problems: [
        "request.invalid",
        "branch.not_found",
        "artifact.not_found",
        "review.nothing",
        "review.no_reason",
        "review.no_number",
        "review.present",
        "review.blocked",
        "review.already",
        "review.changed",
        "request.conflict",
      ],
    },
  ),
  route(
    "submission",
    `POST ${BRANCH}/extensions`,
    "A later deadline for this branch, of one artifact or of all",
    r.standingAnswer,
    {
      request: r.extensionRequest,
      status: 201,
      problems: [
        "request.invalid",
        "branch.not_found",
        "artifact.not_found",
        "extension.no_reason",
        "extension.not_later",
        "extension.past",
      ],
    },
  ),
  route(
    "submission",
    `POST ${BRANCH}/files/:file/strike`,
    "Strike a file out with a reason; its bytes and record stay",
    r.standingAnswer,
    {
      request: r.strikeRequest,
      problems: ["request.invalid", "branch.not_found", "file.not_found", "strike.no_reason"],
    },
  ),
  route(
    "submission",
    `GET ${BRANCH}/bundle.zip`,
    "One branch's materials; takes Range and If-Range",
    "application/zip",
    {
      problems: ["branch.not_found", "bundle.empty", "bundle.gone", "request.range"],
    },
  ),
  route(
    "round",
    `GET ${ROUND}/bundle.zip`,
    "The round's materials as of now, ?state=started|complete|accepted or ?branch= (repeated); takes Range and If-Range",
    "application/zip",
    {
      problems: ["round.not_published", "bundle.none", "bundle.too_many", "bundle.sealing", "request.range"],
    },
  ),
  route("round", `POST ${ROUND}/bundles`, "Keep the round's materials as they are now", s.bundleAnswer, {
    request: s.bundleRequest,
    status: 201,
    problems: ["request.invalid", "round.not_published", "bundle.none", "bundle.too_many", "bundle.sealing"],
  }),
  route(
    "round",
    `GET ${ROUND}/bundles/:bundle`,
    "A kept bundle: the same bytes until its last day; takes Range and If-Range",
    "application/zip",
    {
      problems: ["bundle.not_found", "bundle.gone", "request.range"],
    },
  ),
  route(
    "round",
    `POST ${ROUND}/bundles/:bundle/archive`,
    "Confirm by the code inside that a bundle was filed",
    s.archiveAnswer,
    {
      request: s.archiveRequest,
      problems: ["request.invalid", "bundle.not_found", "bundle.wrong_code"],
    },
  ),
  route(
    "submission",
    `POST ${BRANCH}/archive`,
    "Confirm by the code inside that a branch's bundle was filed",
    s.archiveAnswer,
    {
      request: s.archiveRequest,
      problems: ["request.invalid", "branch.not_found", "bundle.wrong_code"],
    },
  ),
  route("round", `PUT ${ROUND}/naming`, "How bundles name files; null for the standard", s.namingAnswer, {
    request: s.namingRequest,
    problems: ["request.invalid", "naming.invalid"],
  }),
];

const DRAFT_PROBLEMS: readonly ProblemCode[] = [
  "request.invalid",
  "artifact.not_found",
  "entry.stale",
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
