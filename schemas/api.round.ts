import { type ApiRoute, route } from "./api.route";
import * as s from "./api.schemas";

const ROUND = "/api/rounds/:round";

/** What becomes of a round once it is published. */
export const ROUND_ROUTES: readonly ApiRoute[] = [
  route(
    "round",
    `POST ${ROUND}/amendments`,
    "Publish the draft of the next version; every branch is judged again, nothing handed in is touched",
    s.roundAnswer,
    {
      request: s.amendRequest,
      status: 201,
      problems: [
        "request.invalid",
        "round.not_published",
        "round.is_closed",
        "round.fixed",
        "round.invalid",
        "round.unchanged",
        "request.conflict",
      ],
    },
  ),
  route("round", `POST ${ROUND}/close`, "Take nothing more, but what was returned", s.roundAnswer, {
    problems: ["round.not_published"],
  }),
  route("round", `POST ${ROUND}/reopen`, "Take hand-ins again", s.roundAnswer, {
    problems: ["round.not_published"],
  }),
];
