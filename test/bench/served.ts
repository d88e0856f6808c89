import { startServer } from "../../.ci/serve.mjs";
import { atEnd, makeDataDir, once } from "./scratch";

interface Served {
  url: string;
  branchLink: string;
  completeLink: string;
}

/** The program as `npm start` serves it, with its demo round; one for all groups that ask. */
export const getServed = once(async (): Promise<Served> => {
  const server = await startServer({ port: 0, dataDir: makeDataDir(), demo: true });
  atEnd(() => server.stop());
  if (server.demo === null) throw new Error("the demo was not seeded");
  return { url: server.url, branchLink: server.demo.branchLink, completeLink: server.demo.completeLink };
});

export const secretOf = (link: string): string => new URL(link).hash.slice(1);

/** The id of the submission a link opens. */
export async function findSubmission(url: string, link: string): Promise<string> {
  const answer = await fetch(`${url}/b`, {
    method: "POST",
    body: new URLSearchParams({ code: secretOf(link) }),
    headers: { Accept: "application/json" },
  });
  if (!answer.ok) throw new Error(`the demo's link answered ${answer.status}`);
  return ((await answer.json()) as { submission: string }).submission;
}
