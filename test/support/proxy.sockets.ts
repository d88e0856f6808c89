import { existsSync, readFileSync } from "node:fs";
import type { Socket } from "node:net";
import { setTimeout } from "node:timers/promises";

const SOCKETS = "/proc/net/tcp";
/** Both ends on 127.0.0.1: local port, remote port, state, bytes not acknowledged, bytes not read; all in hex. */
const LOOPBACK = /^ *\d+: 0100007F:(\w{4}) 0100007F:(\w{4}) \w\w (\w+):(\w+) /;

/**
 * Bytes written to a socket that its far end, on this machine, has not read yet. What lies in the
 * kernel is only known on Linux, and elsewhere taken for nothing.
 */
export function countWaiting(socket: Socket): number {
  const { localPort, remotePort, writableLength } = socket;
  if (socket.destroyed || !existsSync(SOCKETS)) return writableLength;
  let waiting = writableLength;
  for (const line of readFileSync(SOCKETS, "utf8").split("\n")) {
    const [one, other, sending, unread] = (LOOPBACK.exec(line) ?? [])
      .slice(1)
      .map((hex) => Number.parseInt(hex, 16));
    if (one === localPort && other === remotePort) waiting += sending ?? 0;
    if (one === remotePort && other === localPort) waiting += unread ?? 0;
  }
  return waiting;
}

/** The most that lies in a line, as behind a phone's antenna; the kernel of one machine would take megabytes. */
export const LINE_HOLDS_BYTES = 256 * 1024;
const LOOK_AGAIN_MS = 2;
/** What was written to a line since it was last looked at; to look is to read the kernel's whole table. */
const unseen = new WeakMap<Socket, number>();

/** Writes, and waits while the far end does not take more. */
export async function write(socket: Socket, bytes: Buffer): Promise<void> {
  if (bytes.length === 0 || socket.destroyed) return;
  if (!socket.write(bytes)) await waitForDrain(socket);
  const written = (unseen.get(socket) ?? 0) + bytes.length;
  unseen.set(socket, written < LINE_HOLDS_BYTES ? written : 0);
  if (written < LINE_HOLDS_BYTES) return;
  while (!socket.destroyed && countWaiting(socket) > 0) await setTimeout(LOOK_AGAIN_MS);
}

async function waitForDrain(socket: Socket): Promise<void> {
  await new Promise<void>((resolve) => {
    const go = () => {
      socket.off("drain", go).off("close", go);
      resolve();
    };
    socket.on("drain", go).on("close", go);
  });
}

const SLOW_BYTES_PER_SECOND = 5000;
const SLOW_STEP_MS = 100;

/** Writes 5 kB a second for so long, and then what is left. */
export async function trickle(socket: Socket, bytes: Buffer, ms: number): Promise<void> {
  const step = (SLOW_BYTES_PER_SECOND * SLOW_STEP_MS) / 1000;
  const until = performance.now() + ms;
  let rest = bytes;
  for (; rest.length > 0 && performance.now() < until; rest = rest.subarray(step)) {
    await write(socket, rest.subarray(0, step));
    await setTimeout(SLOW_STEP_MS);
  }
  await write(socket, rest);
}
