/** A line to a server on which one request, or its answer, is held up while all others pass. */
import { once } from "node:events";
import { type AddressInfo, connect, createServer, type Socket } from "node:net";

type Held = "request" | "answer";

export class HeldLine {
  readonly url: string;
  /** What is held up of the next request that is marked. */
  hold: Held = "answer";
  /** Where what is held up goes when it is let go. */
  #waiting: [to: Socket, chunk: Buffer][] = [];
  #isHeld = false;

  private constructor(
    private readonly server: ReturnType<typeof createServer>,
    private readonly port: number,
    private readonly marked: RegExp,
  ) {
    this.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    server.on("connection", (client) => this.#join(client));
  }

  /** @param marked told from the head of a request */
  static async open(port: number, marked: RegExp): Promise<HeldLine> {
    const server = createServer();
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    return new HeldLine(server, port, marked);
  }

  /** Lets go of what is held up; what comes later passes. */
  release(): void {
    this.#isHeld = false;
    for (const [to, chunk] of this.#waiting.splice(0)) to.write(chunk);
  }

  close(): void {
    this.server.close();
  }

  #join(client: Socket): void {
    const upstream = connect(this.port, "127.0.0.1");
    let held: Held | null = null;
    const pass = (kind: Held, to: Socket) => (chunk: Buffer) => {
      if (kind === "request" && this.marked.test(chunk.toString("latin1"))) {
        held = this.hold;
        this.#isHeld = true;
      }
      if (this.#isHeld && held === kind) this.#waiting.push([to, chunk]);
      else to.write(chunk);
    };
    client.on("data", pass("request", upstream));
    upstream.on("data", pass("answer", client));
    for (const [one, other] of [
      [client, upstream],
      [upstream, client],
    ] as const) {
      one.on("error", () => other.destroy());
      one.on("close", () => other.destroySoon());
    }
  }
}
