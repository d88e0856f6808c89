import { once } from "node:events";
import { type AddressInfo, connect, createServer, type Server, type Socket } from "node:net";

/** A line to a server that breaks. */
export interface BrokenLine {
  url: string;
  /** How often it broke so far. */
  cuts: number;
  server: Server;
}

/** A port that leads to another; each connection in turn is cut after so many bytes of the answer, later ones never. */
export async function openBrokenLine(port: number, cuts: readonly number[]): Promise<BrokenLine> {
  const waiting = [...cuts];
  const server = createServer((client) => {
    const upstream = connect(port, "127.0.0.1");
    for (const [one, other] of [
      [client, upstream],
      [upstream, client],
    ] as const) {
      one.on("error", () => other.destroy());
      one.on("close", () => other.destroySoon());
    }
    client.pipe(upstream);
    const after = waiting.shift();
    if (after === undefined) upstream.pipe(client);
    else cutAfter(after, upstream, client, () => broken.cuts++);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const broken: BrokenLine = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    cuts: 0,
    server,
  };
  return broken;
}

/** Every other time as a router does that forgot the connection, else as a server that ends too early. */
function cutAfter(bytes: number, from: Socket, to: Socket, told: () => number): void {
  let left = bytes;
  from.on("data", (chunk: Buffer) => {
    if (left <= 0) return;
    const part = chunk.subarray(0, left);
    left -= part.length;
    if (left > 0) {
      if (!to.write(part)) {
        from.pause();
        to.once("drain", () => from.resume());
      }
    } else if (told() % 2 === 0) to.end(part);
    else to.write(part, () => to.resetAndDestroy());
  });
}
