/** What the demo found is not what must be; the sentence says which. */
export class Mismatch extends Error {}

let held = 0;

/** How many checks held so far. */
export const countChecks = (): number => held;

/** Ends the demo with `sentence` unless `good`. */
export function check(good: unknown, sentence: string): asserts good {
  if (!good) throw new Mismatch(sentence);
  held += 1;
}

/** The same for two values, naming both when they differ. */
export function checkEqual<T>(found: T, wanted: T, what: string): void {
  const [a, b] = [JSON.stringify(found), JSON.stringify(wanted)];
  check(a === b, `${what}: found ${a}, expected ${b}.`);
}

export function checkDefined<T>(value: T | null | undefined, sentence: string): T {
  check(value !== null && value !== undefined, sentence);
  return value;
}

export const say = (line: string): void => console.log(`  ${line}`);
export const sayPart = (title: string): void => console.log(`\n${title}`);
