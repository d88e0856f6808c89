/** What an accessibility checker says of a page as it stands. */
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { Page } from "playwright-core";

interface Violation {
  id: string;
  nodes: { target: string[] }[];
}

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const WCAG = JSON.stringify({ runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"] });

export interface Reach {
  /** What is against WCAG 2.2 AA, and where. */
  found: string[];
  /** How many rules had something to look at. */
  passed: number;
}

export async function checkReach(page: Page): Promise<Reach> {
  await page.evaluate(AXE);
  // At the end of the page the bar of a form's buttons lies over nothing; before, what it happens
  // to lie over is scrolled out from under it by whoever wants to press it.
  await page.evaluate("scrollTo(0, document.documentElement.scrollHeight)");
  const result = (await page.evaluate(`axe.run(document, ${WCAG})`)) as Record<
    "passes" | "violations",
    Violation[]
  >;
  const found = result.violations.map(({ id, nodes }) => {
    const places = nodes.slice(0, 3).map((node) => node.target.join(" "));
    return `${id} at ${places.join(", ")}`;
  });
  return { found, passed: result.passes.length };
}

/** How many pixels a page is wider than its window. */
export const measureOverflow = async (page: Page): Promise<number> =>
  Number(await page.evaluate("document.documentElement.scrollWidth - innerWidth"));
