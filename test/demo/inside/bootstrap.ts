import { openDb } from "../../../worker/db";
import { encodeBase32 } from "../../../worker/ids";
import { createCommittee, createStaff } from "../../../worker/staff/staff.store";

export interface Bootstrap {
  committee: string;
  office: string;
  userName: string;
  now: string;
}

/** An installation's first committee and user, with a password made here; all the rest goes over HTTP. */
export async function bootstrap(env: Env, input: Bootstrap): Promise<{ password: string }> {
  const db = openDb(env.DB);
  const { committee, office, userName, now } = input;
  const password = encodeBase32(crypto.getRandomValues(new Uint8Array(10))).toLowerCase();
  const committeeId = await createCommittee(db, { name: committee, office, now });
  await createStaff(db, { committeeId, userName, displayName: "党建办", password, now });
  return { password };
}
