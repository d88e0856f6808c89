import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const cleanups: (() => unknown)[] = [];

/** Something to undo when the bench ends, newest first. */
export const atEnd = (cleanup: () => unknown): void => {
  cleanups.push(cleanup);
};

export async function cleanUp(): Promise<void> {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
}

/** A data folder that is forgotten when the bench ends. */
export function makeDataDir(): string {
  const dir = mkdtempSync(join(tmpdir(), "huizhi-bench-"));
  const forget = () => rmSync(dir, { recursive: true, force: true });
  atEnd(forget);
  // Ctrl-C comes past everything else.
  process.once("exit", forget);
  return dir;
}

/** The same thing for every group that asks, made when the first one does. */
export function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | null = null;
  return () => {
    made ??= make();
    return made;
  };
}
