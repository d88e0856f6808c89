import { z } from "zod";
import type { ApiRoute } from "../schemas/api";
import { entrySchema } from "../schemas/entry.schema";
import { FORMS } from "../schemas/forms";
import { PROBLEMS, type ProblemCode, problemBody } from "../schemas/problem";

type Json = Record<string, unknown>;

/** The named schemas of a table in JSON Schema, each converted once. */
function toSchema(schema: z.ZodType, io: "input" | "output"): Json {
  const { $schema: _dialect, ...json } = z.toJSONSchema(schema, { io, unrepresentable: "any" });
  return json;
}

function toContent(body: NonNullable<ApiRoute["request"]>, io: "input" | "output"): Json {
  const bodies = Array.isArray(body) ? body : [body];
  return Object.fromEntries(
    bodies.map((one: z.ZodType | string) =>
      typeof one === "string"
        ? [one, { schema: { type: "string", format: "binary" } }]
        : ["application/json", { schema: toSchema(one, io) }],
    ),
  );
}

/** Refusals by status, each with its codes and sentences; all have the shape of RFC 9457. */
function buildProblems(codes: readonly ProblemCode[]): Json {
  const byStatus = Map.groupBy(codes, (code) => String(PROBLEMS[code].status));
  return Object.fromEntries(
    [...byStatus].map(([status, list]) => [
      status,
      {
        description: list.map((code) => `\`${code}\`: ${PROBLEMS[code].en}`).join("\n\n"),
        content: { "application/problem+json": { schema: { $ref: "#/components/schemas/Problem" } } },
      },
    ]),
  );
}

const SECURITY: Readonly<Record<ApiRoute["access"], Json[]>> = {
  anybody: [],
  branch: [{ branchLink: [] }],
  staff: [{ staffSession: [] }],
  round: [{ staffSession: [] }],
  submission: [{ staffSession: [] }],
};

function buildOperation(one: ApiRoute): Json {
  const parameters = [...one.path.matchAll(/:(\w+)/g)].map(([, name]) => ({
    name,
    in: "path",
    required: true,
    schema: { type: "string" },
  }));
  return {
    summary: one.summary,
    security: SECURITY[one.access],
    ...(parameters.length > 0 && { parameters }),
    ...(one.request !== undefined && {
      requestBody: { required: true, content: toContent(one.request, "input") },
    }),
    responses: {
      [one.status]: { description: one.summary, content: toContent(one.response, "output") },
      ...buildProblems(one.problems),
    },
  };
}

/** What the entry of each form is made of; a round's own grades may widen the tally's. */
function buildEntries(): Json {
  return Object.fromEntries(
    Object.values(FORMS).map((form) => [`Entry_${form.id}`, toSchema(entrySchema(form), "input")]),
  );
}

/** The OpenAPI 3.1 document of a table of routes. */
export function buildOpenapi(routes: readonly ApiRoute[]): Json {
  const paths: Record<string, Json> = {};
  for (const one of routes) {
    const path = one.path.replace(/:(\w+)/g, "{$1}");
    paths[path] = { ...paths[path], [one.method.toLowerCase()]: buildOperation(one) };
  }
  return {
    openapi: "3.1.0",
    info: { title: "Huizhi", version: "1", description: "Rounds, hand-ins, receipts and bundles." },
    paths,
    components: {
      schemas: { Problem: toSchema(problemBody, "output"), ...buildEntries() },
      securitySchemes: {
        branchLink: { type: "http", scheme: "bearer", description: "The secret of the branch's link" },
        staffSession: { type: "apiKey", in: "cookie", name: "__Host-hz_staff" },
      },
    },
  };
}
