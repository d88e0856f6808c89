import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { inRoot } from "../../.ci/vite.shared.mjs";
import type { Figure } from "./figures";

const DIR = inRoot("dist/worker");
const ENTRY = "index.js";

const gzOf = (name: string) => gzipSync(readFileSync(join(DIR, name))).length;

/** The entry and what it imports statically: what an isolate loads before the first request. */
function listAtStart(name: string, found = new Set<string>()): Set<string> {
  if (found.has(name)) return found;
  found.add(name);
  const source = readFileSync(join(DIR, name), "utf8");
  const imports = source.matchAll(/(?:^|[;\n}])\s*(?:import|export)\b[^"'();]*?["']\.\/([^"']+)["']/g);
  for (const [, next] of imports) {
    if (next?.endsWith(".js")) listAtStart(next, found);
    else if (next !== undefined) found.add(next);
  }
  return found;
}

export async function measureSize(): Promise<Figure[]> {
  const all = readdirSync(DIR);
  const atStart = [...listAtStart(ENTRY)];
  const sum = (names: readonly string[]) => names.reduce((total, name) => total + gzOf(name), 0);
  return [
    {
      key: "worker_gz_bytes",
      value: sum(atStart),
      unit: "B",
      target: { most: 1_500_000 },
      note: `what loads at start: ${atStart.join(", ")}`,
    },
    {
      key: "worker_all_gz_bytes",
      value: sum(all),
      unit: "B",
      target: { most: 1_500_000 },
      note: `all ${all.length} modules, those loaded with the first PDF included; each gzipped by itself`,
    },
  ];
}
