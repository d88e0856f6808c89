import { branchCookie, STAFF_COOKIE } from "../../../worker/access";
import { insertBranchSession } from "../../../worker/branches/link.store";
import { openDb } from "../../../worker/db";
import { createApp } from "../../../worker/index";
import { meterD1 } from "../../support/d1.meter";
import type { CountRequest, PageCost } from "../counts";
import { makeCrowd } from "./crowd";

const ORIGIN = "http://bench.invalid";

/** Opens pages of a round under way by the whole app, its database behind a meter. */
export async function countPages(env: Env, request: CountRequest): Promise<PageCost[]> {
  const crowd = await makeCrowd(env, request);
  const app = createApp({ clock: () => new Date(request.now) });
  const open = async (page: string, path: string, cookie: string): Promise<PageCost> => {
    const { db, costs, waits } = meterD1(env.DB);
    const headers = { Cookie: cookie, Accept: "text/html" };
    const answer = await app.fetch(new Request(`${ORIGIN}${path}`, { headers }), { ...env, DB: db });
    const html = await answer.text();
    return {
      page,
      status: answer.status,
      statements: costs.length,
      waits: waits(),
      rowsRead: costs.reduce((sum, one) => sum + one.rowsRead, 0),
      scans: costs.filter((one) => one.rowsRead > 5 * one.rowsReturned + 20).map((one) => one.sql),
      html,
    };
  };
  const openBranch = async (page: string, index: number): Promise<PageCost> => {
    const branch = crowd.branches[index];
    if (branch === undefined) throw new Error("no such branch");
    const token = await insertBranchSession(openDb(env.DB), branch, request.now);
    return open(page, `/b/${branch.submissionId}`, `${branchCookie(branch.submissionId)}=${token}`);
  };
  return [
    await openBranch("branch in the middle", crowd.partial),
    await openBranch("branch with its receipt", crowd.complete),
    await open("board", `/committee/rounds/${crowd.roundId}`, `${STAFF_COOKIE}=${crowd.staffToken}`),
  ];
}
