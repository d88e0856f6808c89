import * as q from "./api.request";
import * as r from "./api.review";
import { type ApiRoute, route } from "./api.route";
import * as s from "./api.schemas";

const ROUND = "/api/rounds/:round";
const BRANCH = `${ROUND}/branches/:submission`;

/** What a committee's staff may ask of the API. */
export const COMMITTEE_ROUTES: readonly ApiRoute[] = [
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
    `PUT ${BRANCH}/requests/:request`,
    "Answer what the branch asked; granting puts its deadline off",
    q.requestAnswer,
    {
      request: q.requestReply,
      problems: [
        "request.invalid",
        "branch.not_found",
        "ask.not_found",
        "ask.answered",
        "ask.no_text",
        "ask.no_due",
        "extension.not_later",
        "extension.past",
      ],
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
    problems: [
      "request.invalid",
      "round.not_published",
      "bundle.none",
      "bundle.too_many",
      "bundle.sealing",
      "bundle.unreadable",
    ],
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
