import { randomBytes, scryptSync } from "node:crypto";
import { parseArgs } from "node:util";
import { Complaint } from "./complaint.mjs";

/** The same parameters and layout as worker/staff/password.rules.ts; a test signs in with what this prints. */
const COST = 2 ** 14;
const BLOCK_SIZE = 8;
const PARALLEL = 5;
const KEY_BYTES = 32;
const ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz";

const letters = (count) => Array.from(randomBytes(count), (byte) => ALPHABET[byte & 31]).join("");
const quote = (text) => `'${text.replaceAll("'", "''")}'`;

function hashPassword(password) {
  const salt = randomBytes(16);
  const options = { N: COST, r: BLOCK_SIZE, p: PARALLEL, maxmem: 256 * 1024 * 1024 };
  const key = scryptSync(password.normalize("NFKC"), salt, KEY_BYTES, options);
  return ["scrypt", COST, BLOCK_SIZE, PARALLEL, salt.toString("base64url"), key.toString("base64url")].join(
    "$",
  );
}

/**
 * Prints the SQL that adds a committee and its first member of staff to a deployed
 * instance; the generated password goes to the terminal, never into the SQL.
 */
export async function main(args) {
  const names = { committee: { type: "string" }, office: { type: "string" }, user: { type: "string" } };
  const { values } = parseArgs({ args, options: names });
  if (!values.committee || !values.user) throw new Complaint('Say --committee "name" and --user name.');
  const password = letters(16);
  const now = new Date().toISOString();
  const committee = `com_${letters(16)}`;
  console.log(`INSERT INTO committees (id, name, office, created_at)
VALUES (${quote(committee)}, ${quote(values.committee)}, ${values.office ? quote(values.office) : "NULL"}, ${quote(now)});
INSERT INTO staff (id, committee_id, user_name, display_name, password_hash, created_at)
VALUES (${quote(`stf_${letters(16)}`)}, ${quote(committee)}, ${quote(values.user.trim().toLowerCase())}, ${quote(values.user)}, ${quote(hashPassword(password))}, ${quote(now)});`);
  console.error(`User ${values.user}, password ${password}`);
}
