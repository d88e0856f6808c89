import { spawnSync } from "node:child_process";
import { networkInterfaces } from "node:os";
import { resolve } from "node:path";
import { parseArgs } from "node:util";
import { Complaint } from "./complaint.mjs";
import { DEFAULT_PORT, refuseTaken, startServer, stopOnSignal } from "./serve.mjs";
import { inRoot, ROOT } from "./vite.shared.mjs";

const USAGE = "npm start -- [--port 8787] [--host 0.0.0.0] [--data .data] [--fresh]";

/** `npm start`: builds, fills a new data folder with the demo, serves until Ctrl-C. */
export async function main(args) {
  const options = readOptions(args);
  await refuseTaken(options);
  buildApart();
  const server = await startServer({ ...options, demo: true });
  console.log(describe(server, options.host));
  stopOnSignal(server);
}

/** In a process of its own: the bundler's memory (half a gigabyte) goes with it. */
function buildApart() {
  const args = [inRoot(".ci/main.mjs"), inRoot(".ci/build.mjs"), "--quiet"];
  const { status } = spawnSync(process.execPath, args, { stdio: "inherit" });
  if (status !== 0) throw new Complaint("The build failed (see above).");
}

function readOptions(args) {
  let values;
  try {
    ({ values } = parseArgs({
      args,
      options: {
        port: { type: "string" },
        host: { type: "string" },
        data: { type: "string" },
        fresh: { type: "boolean", default: false },
      },
    }));
  } catch (error) {
    throw new Complaint(`${error.message}\n${USAGE}`);
  }
  const asked = values.port ?? process.env.PORT ?? String(DEFAULT_PORT);
  const port = Number(asked);
  if (!Number.isInteger(port) || port < 0 || port > 65_535)
    throw new Complaint(`"${asked}" is not a port.\n${USAGE}`);
  return {
    port,
    host: values.host ?? process.env.HOST ?? "127.0.0.1",
    dataDir: resolve(ROOT, values.data ?? ".data"),
    fresh: values.fresh,
  };
}

function describe({ url, port, demo, dataDir }, host) {
  const lines = ["", `Huizhi 回执 runs at ${url}   (Ctrl-C stops it)`];
  if (host !== "127.0.0.1")
    lines.push(...outsideAddresses().map((address) => `  also at http://${address}:${port}`));
  if (demo !== null) {
    const { committee, branchLink, completeLink } = demo;
    lines.push(
      "",
      `  Committee          ${committee.url}`,
      `                     user ${committee.user}   password ${committee.password}`,
      `  A branch           ${branchLink}`,
      `  A complete branch  ${completeLink}`,
    );
  }
  return [...lines, "", `Data stays in ${dataDir}; npm start -- --fresh begins anew.`, ""].join("\n");
}

function outsideAddresses() {
  return Object.values(networkInterfaces())
    .flat()
    .filter(({ family, internal }) => family === "IPv4" && !internal)
    .map(({ address }) => address);
}
