/**
 * A line between a client and the server that breaks as it is told: a TCP proxy that counts what
 * passes. It reads HTTP only to know what is a body and where it begins.
 */
import { Buffer } from "node:buffer";
import { once } from "node:events";
import { type AddressInfo, connect, createServer, type Server, type Socket } from "node:net";
import { setTimeout } from "node:timers/promises";
import { type Piece, RequestReader } from "./proxy.requests";
import { countWaiting, trickle, write } from "./proxy.sockets";

/**
 * reset: both ends are told so at once. stall: nothing moves any more, and nobody is told.
 * slow: 5 kB a second for `ms`. offline: every connection is gone, and none can be made for `ms`.
 * duplicate: the request on its way is delivered twice. flip: one bit of it arrives as the other.
 * client and server: whoever owns the line ends the one or the other.
 */
export type FaultKind = "reset" | "stall" | "slow" | "offline" | "duplicate" | "flip" | "client" | "server";

/** What happens when so many bytes of bodies have left the client, those sent again included. */
export interface Fault {
  kind: FaultKind;
  at: number;
  /** How long, for those that last. */
  ms?: number;
}

interface Link {
  client: Socket;
  server: Socket;
  /** Stalled: whatever one end does, the other does not hear of it. */
  frozen: boolean;
  /** The request that is to be delivered once more, as far as it came. */
  copy: Buffer[] | null;
}

const OFFSET = /upload-offset: *(\d+)\r\n/gi;
/** Longer than the header above: what a head broken over two chunks may have left behind. */
const OVERLAP = 64;

export interface LineOptions {
  faults: readonly Fault[];
  /** Called for `client` and `server`. */
  act?: (kind: FaultKind) => void;
  /** From 0 to 1: which bit is flipped. */
  random?: () => number;
}

export class FaultLine {
  /** Bytes of bodies that left the client, those sent again included. */
  sent = 0;
  /** How far into the file the client is. */
  #reach = 0;
  /** Where it sends now; what a line it has left still brings is of no request that counts. */
  #current: Link | null = null;
  /** What of that never got to the server, as the line broke before. */
  #lost = 0;
  #isDead = false;
  /** For each time the client went back: the bytes that had arrived before and came once more. */
  readonly again: number[] = [];
  /** Every offset the server answered with, in their order. */
  readonly offsets: number[] = [];
  readonly fired: FaultKind[] = [];
  readonly #port: number;
  readonly #listener: Server;
  readonly #plan: Fault[];
  readonly #options: LineOptions;
  readonly #links = new Set<Link>();
  #isOffline = false;

  private constructor(listener: Server, port: number, options: LineOptions) {
    this.#port = port;
    this.#listener = listener;
    this.#options = options;
    this.#plan = [...options.faults].sort((a, b) => a.at - b.at);
    listener.on("connection", (client) => this.#connect(client));
  }

  /** A line to a server on this machine. */
  static async open(port: number, options: LineOptions): Promise<FaultLine> {
    const listener = createServer();
    listener.listen(0, "127.0.0.1");
    await once(listener, "listening");
    return new FaultLine(listener, port, options);
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#listener.address() as AddressInfo).port}`;
  }

  /** One more fault, at a place that was not reached yet. */
  add(fault: Fault): void {
    this.#plan.push(fault);
  }

  /** Called just before the server dies: what it has not read by then never arrives. */
  lose(): void {
    this.#lost += this.#countWaiting();
    this.#isDead = true;
  }

  #countWaiting(): number {
    const own = [...this.#links].filter(({ client, server }) => client !== server);
    return own.reduce((sum, { server }) => sum + countWaiting(server), 0);
  }

  close(): void {
    this.#listener.close();
    this.#resetAll();
  }

  #resetAll(): void {
    this.#lost += this.#countWaiting();
    for (const { client, server } of this.#links) {
      client.resetAndDestroy();
      server.resetAndDestroy();
    }
    this.#links.clear();
  }

  #connect(client: Socket): void {
    client.on("error", () => undefined);
    if (this.#isOffline) {
      client.resetAndDestroy();
      return;
    }
    const server = connect(this.#port, "127.0.0.1");
    const link: Link = { client, server, frozen: false, copy: null };
    this.#links.add(link);
    server.on("error", () => client.resetAndDestroy());
    server.on("close", () => {
      if (link.frozen) return;
      this.#links.delete(link);
      client.destroySoon();
    });
    // A phone that left a stalled line does not tell the server either. What a client that was killed
    // had sent still goes on, and until the server has read it, it has not arrived.
    client.on("close", () => {
      if (!link.frozen) server.end();
    });
    void this.#forward(link).catch(() => undefined);
    this.#answer(link);
  }

  async #forward(link: Link): Promise<void> {
    const reader = new RequestReader();
    for await (const chunk of link.client.iterator({ destroyOnReturn: false })) {
      for (const piece of reader.split(chunk as Buffer)) {
        this.#note(link, piece);
        const bytes = await this.#suffer(link, piece);
        if (bytes === null) return;
        link.copy?.push(bytes);
        await write(link.server, bytes);
        if (piece.kind === "body" && piece.last) this.#deliverCopy(link);
      }
    }
    link.server.end();
  }

  #answer(link: Link): void {
    let text = "";
    link.server.on("data", (chunk: Buffer) => {
      if (link.frozen) return;
      text = text.slice(-OVERLAP) + chunk.toString("latin1");
      for (const [whole, offset] of text.matchAll(OFFSET)) {
        this.offsets.push(Number(offset));
        text = text.slice(text.indexOf(whole) + whole.length);
      }
      link.client.write(chunk);
    });
  }

  #note(link: Link, piece: Piece): void {
    if (piece.kind === "body") {
      this.sent += piece.bytes.length;
      if (link !== this.#current) return;
      this.#reach += piece.bytes.length;
      if (this.#isDead) this.#lost += piece.bytes.length;
      return;
    }
    if (piece.method === "POST") this.#current = link;
    if (piece.method !== "PATCH" || piece.offset === null) return;
    this.#current = link;
    const arrived = this.#reach - this.#lost - this.#countWaiting();
    if (piece.offset < arrived) this.again.push(arrived - piece.offset);
    this.#reach = piece.offset;
    this.#lost = 0;
    this.#isDead = false;
    const [next] = this.#plan;
    if (next?.kind !== "duplicate" || next.at >= this.sent + piece.length) return;
    this.#fire();
    link.copy = [];
  }

  #fire(): Fault | undefined {
    const fault = this.#plan.shift();
    if (fault !== undefined) this.fired.push(fault.kind);
    return fault;
  }

  /** What of a piece goes on; null when nothing goes on any more. */
  async #suffer(link: Link, piece: Piece): Promise<Buffer | null> {
    const [next] = this.#plan;
    const due = piece.kind === "body" && next !== undefined && next.at < this.sent;
    if (!due || next.kind === "duplicate") return piece.bytes;
    const { kind, ms = 0 } = this.#fire() as Fault;
    switch (kind) {
      case "reset":
        this.#lost += piece.bytes.length;
        this.#resetAll();
        return null;
      case "stall":
        this.#lost += piece.bytes.length;
        link.frozen = true;
        return null;
      case "slow":
        await trickle(link.server, piece.bytes, ms);
        return Buffer.alloc(0);
      case "offline":
        this.#lost += piece.bytes.length;
        void this.#goOffline(ms);
        return null;
      case "flip":
        return this.#flip(piece.bytes);
      default:
        this.#options.act?.(kind);
        return piece.bytes;
    }
  }

  async #goOffline(ms: number): Promise<void> {
    this.#isOffline = true;
    this.#resetAll();
    await setTimeout(ms);
    this.#isOffline = false;
  }

  #flip(bytes: Buffer): Buffer {
    const random = this.#options.random ?? Math.random;
    const other = Buffer.from(bytes);
    const at = Math.floor(random() * other.length);
    other.writeUInt8(other.readUInt8(at) ^ (1 << Math.floor(random() * 8)), at);
    return other;
  }

  /** The same request once more over a connection of its own, while the first is still being answered. */
  #deliverCopy(link: Link): void {
    const { copy } = link;
    if (copy === null) return;
    link.copy = null;
    const second = connect(this.#port, "127.0.0.1");
    second.on("error", () => undefined);
    second.resume();
    for (const bytes of copy) second.write(bytes);
    const twin: Link = { client: second, server: second, frozen: true, copy: null };
    this.#links.add(twin);
    second.on("close", () => this.#links.delete(twin));
  }
}
