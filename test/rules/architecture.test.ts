import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, posix, relative, resolve } from "node:path";
import { describe, expect, test } from "vitest";

const ROOT = resolve(import.meta.dirname, "../..");

interface ImportLine {
  from: string;
  /** Path in the tree without extension, or a package's name. */
  to: string;
  typeOnly: boolean;
}

function listSources(dir: string): string[] {
  return readdirSync(join(ROOT, dir), { recursive: true, encoding: "utf8" })
    .filter((name) => /\.(ts|tsx)$/.test(name) && !name.endsWith(".d.ts"))
    .map((name) => posix.join(dir, name.replaceAll("\\", "/")));
}

const IMPORT =
  /(?:^|\n)\s*(?:import|export)\s+(type\s+)?(?:[\w*{][^;"']*?\sfrom\s+)?["']([^"']+)["']|import\(\s*["']([^"']+)["']\s*\)/g;

function readImports(file: string): ImportLine[] {
  const text = readFileSync(join(ROOT, file), "utf8");
  return [...text.matchAll(IMPORT)].map((match) => {
    const target = match[2] ?? match[3] ?? "";
    const to = target.startsWith(".") ? posix.normalize(posix.join(dirname(file), target)) : target;
    return { from: file, to, typeOnly: match[1] !== undefined };
  });
}

const SOURCES = ["schemas", "web", "worker"].flatMap(listSources);
const IMPORTS = SOURCES.flatMap(readImports);

const describeLine = (line: ImportLine) => `${line.from} -> ${line.to}`;
const within =
  (...roots: string[]) =>
  (path: string) =>
    roots.some((root) => path === root || path.startsWith(`${root}/`));

/** Import lines out of `from` that reach nothing of what is allowed. */
function listWrong(from: (path: string) => boolean, allowed: (path: string) => boolean): string[] {
  return IMPORTS.filter((line) => from(line.from) && !allowed(line.to)).map(describeLine);
}

const roleOf = (path: string) => /\.(routes|rules|store)(?:\.tsx?)?$/.exec(path)?.[1];

describe("imports point one way", () => {
  test("the reader of import lines sees them at all", () => {
    expect(IMPORTS.length).toBeGreaterThan(200);
    expect(IMPORTS).toContainEqual({ from: "worker/index.ts", to: "worker/security", typeOnly: false });
  });

  test("schemas import zod and each other, nothing else", () => {
    expect(listWrong(within("schemas"), within("schemas", "zod"))).toEqual([]);
  });

  test("the web imports schemas, itself, Preact, its renderer for documents that are files, and the sender of files", () => {
    const allowed = within("web", "schemas", "preact", "preact-render-to-string", "tus-js-client");
    expect(listWrong(within("web"), allowed)).toEqual([]);
  });

  test("the Worker reaches the web only through its pages", () => {
    const wrong = IMPORTS.filter((line) => within("worker")(line.from) && within("web")(line.to));
    expect(wrong.filter((line) => !within("web/pages")(line.to)).map(describeLine)).toEqual([]);
  });

  test("only the front door imports routes", () => {
    const wrong = IMPORTS.filter((line) => roleOf(line.to) === "routes" && line.from !== "worker/index.ts");
    expect(wrong.map(describeLine)).toEqual([]);
  });

  test("stores never call each other", () => {
    const wrong = IMPORTS.filter((line) => roleOf(line.from) === "store" && roleOf(line.to) === "store");
    expect(wrong.filter((line) => !line.typeOnly).map(describeLine)).toEqual([]);
  });

  test("rules call no store, and know no Hono and no database", () => {
    const impure = within("hono", "drizzle-orm", "worker/http", "worker/db", "worker/access");
    const wrong = IMPORTS.filter(
      (line) =>
        roleOf(line.from) === "rules" && !line.typeOnly && (roleOf(line.to) === "store" || impure(line.to)),
    );
    expect(wrong.map(describeLine)).toEqual([]);
  });

  test("only stores, what they share and the database's own files know SQL", () => {
    const own = (path: string) =>
      within("worker/db.ts", "worker/db.open.ts", "worker/audit")(path) || /\.(guard|select)\.ts$/.test(path);
    const wrong = IMPORTS.filter(
      (line) => line.to.startsWith("drizzle-orm") && roleOf(line.from) !== "store" && !own(line.from),
    );
    expect(wrong.map(describeLine)).toEqual([]);
  });

  test("React is used by the PDF files only", () => {
    const wrong = IMPORTS.filter((line) => within("react", "@react-pdf/renderer")(line.to));
    expect(wrong.filter((line) => !/\/(\w+\.pdf|pdf\.\w+)\.tsx?$/.test(line.from)).map(describeLine)).toEqual(
      [],
    );
  });
});

describe("what is pure stays pure", () => {
  const pure = SOURCES.filter((file) => roleOf(file) === "rules" || within("schemas")(file));

  test.each([
    ["the clock", /\bDate\.now\(|new Date\(\)|performance\.now/],
    ["randomness", /Math\.random|getRandomValues|randomUUID|randomBytes/],
    ["the network", /\bfetch\(/],
  ])("no rule and no schema reads %s", (_what, pattern) => {
    expect(pure.filter((file) => pattern.test(readFileSync(join(ROOT, file), "utf8")))).toEqual([]);
  });

  test("the clock is read in the front door and nowhere else in the Worker", () => {
    const readers = SOURCES.filter(
      (file) => within("worker")(file) && /new Date\(\)/.test(readFileSync(join(ROOT, file), "utf8")),
    );
    expect(readers).toEqual(["worker/index.ts"]);
  });
});

describe("the house", () => {
  test("has the agreed rooms and nothing beside them", () => {
    const ignored = new Set(["node_modules", "dist", "package-lock.json", "LICENSE"]);
    const names = readdirSync(ROOT).filter(
      (name) => !name.startsWith(".") && !ignored.has(name) && !/^README(\..+)?\.md$/.test(name),
    );
    expect(names.sort()).toEqual([
      "package.json",
      "schemas",
      "test",
      "tsconfig.json",
      "web",
      "worker",
      "wrangler.toml",
    ]);
  });

  test("has no file that grew past 300 lines", () => {
    const long = SOURCES.filter((file) => readFileSync(join(ROOT, file), "utf8").split("\n").length > 300);
    expect(long).toEqual([]);
  });

  test("marks nothing for later and skips no test", () => {
    const files = [...SOURCES, ...listSources("test")].filter(
      (file) => relative(ROOT, join(ROOT, file)) !== "test/rules/architecture.test.ts",
    );
    const marked = files.filter((file) =>
      /\b(TODO|FIXME|XXX|HACK)\b|\b(it|test|describe)\.(skip|todo|only)\(/.test(
        readFileSync(join(ROOT, file), "utf8"),
      ),
    );
    expect(marked).toEqual([]);
  });

  test("has one workerd in its tree, and exact versions", () => {
    const lock = JSON.parse(readFileSync(join(ROOT, "package-lock.json"), "utf8")) as {
      packages: Record<string, unknown>;
    };
    expect(Object.keys(lock.packages).filter((name) => name.endsWith("node_modules/workerd"))).toHaveLength(
      1,
    );
    const { dependencies, devDependencies } = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8"));
    const versions = Object.values<string>({ ...dependencies, ...devDependencies });
    expect(versions.filter((version) => !/^\d+\.\d+\.\d+(-[\w.]+)?$/.test(version))).toEqual([]);
  });
});
