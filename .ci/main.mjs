import { pathToFileURL } from "node:url";
import { Complaint } from "./complaint.mjs";

/** Runs one tool's `main(args)`; a complaint is a sentence for the person at the keyboard, anything else a fault. */
const [script, ...args] = process.argv.slice(2);
try {
  const { main } = await import(pathToFileURL(script).href);
  await main(args);
} catch (error) {
  console.error(error instanceof Complaint ? error.message : error);
  process.exit(1);
}
