/** What the walk does behind the pictures' back, through the API. */
import type { APIResponse, Page } from "playwright-core";
import type { Demo } from "../support/browser";

export interface Api {
  handIn(artifact: string, entry: unknown): Promise<void>;
  saveDraft(artifact: string, entry: unknown): Promise<void>;
  returnIt(artifact: string, reason: string): Promise<void>;
}

async function expectGood(answer: APIResponse): Promise<APIResponse> {
  if (!answer.ok()) throw new Error(`${answer.url()} answered ${answer.status()}: ${await answer.text()}`);
  return answer;
}

/** Signs the desk's page in; `ofBranch` acts for the branch whose page is open, and for the committee on it. */
export async function openApi(desk: Page, { url, demo }: { url: string; demo: Demo }) {
  const headers = { Origin: url, Accept: "application/json" };
  const { user: userName, password } = demo.committee;
  await expectGood(await desk.request.post(`${url}/api/session`, { headers, data: { userName, password } }));
  const listed = await expectGood(await desk.request.get(`${url}/api/rounds`, { headers }));
  const { rounds } = (await listed.json()) as { rounds: { id: string }[] };
  const round = rounds[0]?.id;
  const ofBranch = async (page: Page): Promise<Api> => {
    const submission = new URL(page.url()).pathname.split("/").at(-1);
    const put = async (at: Page, path: string, data: unknown) => {
      await expectGood(await at.request.put(`${url}/api${path}`, { headers, data }));
    };
    const own = `/submissions/${submission}/artifacts`;
    const seen = `/rounds/${round}/branches/${submission}/artifacts`;
    return {
      handIn: (artifact, entry) => put(page, `${own}/${artifact}/entry`, { entry }),
      saveDraft: (artifact, entry) => put(page, `${own}/${artifact}/draft`, { entry, revision: "0.0" }),
      returnIt: (artifact, reason) => put(desk, `${seen}/${artifact}/review`, { decision: "return", reason }),
    };
  };
  return { boardPath: `${url}/committee/rounds/${round}`, ofBranch };
}
