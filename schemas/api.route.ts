import type { z } from "zod";
import type { ProblemCode } from "./problem";

/** Bytes instead of JSON. */
export type ByteType = "application/octet-stream" | "application/zip" | "text/csv";
type Body = z.ZodType | ByteType;

/** One route of the API, as the OpenAPI document tells of it. */
export interface ApiRoute {
  method: "GET" | "HEAD" | "POST" | "PUT" | "DELETE";
  /** As registered, with `:name` for what varies. */
  path: string;
  summary: string;
  /** The access rule that stands on the route. */
  access: "anybody" | "branch" | "staff" | "round" | "submission";
  request?: Body | readonly Body[];
  response: Body;
  status: 200 | 201;
  problems: readonly ProblemCode[];
}

type Rest = Partial<Pick<ApiRoute, "request" | "status" | "problems">>;

/** One line of the API's table; what an access rule may refuse with is added. */
export function route(
  access: ApiRoute["access"],
  line: `${ApiRoute["method"]} /${string}`,
  summary: string,
  response: Body,
  rest: Rest = {},
): ApiRoute {
  const [method, path] = line.split(" ") as [ApiRoute["method"], string];
  const guarded: ProblemCode[] = access === "anybody" ? [] : ["session.required"];
  const owned: ProblemCode[] = access === "round" || access === "submission" ? ["round.not_found"] : [];
  const problems = [...guarded, ...owned, ...(rest.problems ?? [])];
  return { access, method, path, summary, response, status: 200, ...rest, problems };
}
