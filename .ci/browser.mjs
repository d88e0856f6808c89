import { spawnSync } from "node:child_process";
import { accessSync, constants, existsSync, readdirSync } from "node:fs";
import { homedir, platform } from "node:os";
import { delimiter, join } from "node:path";
import { Complaint } from "./complaint.mjs";

const NAMES = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome"];
const MAC_APPS = ["Google Chrome.app/Contents/MacOS/Google Chrome", "Chromium.app/Contents/MacOS/Chromium"];
const CACHED = [
  "chrome-linux/chrome",
  "chrome-linux64/chrome",
  "chrome-mac/Chromium.app/Contents/MacOS/Chromium",
  "chrome-win/chrome.exe",
];

/**
 * The path of a Chromium: CHROMIUM_PATH, else an installed one, else, on Debian as root, one
 * that is installed now. Throws a complaint when there is none: a test of the browser without
 * a browser has failed, it is not skipped.
 */
export function findOrInstallChromium() {
  const asked = process.env.CHROMIUM_PATH;
  if (asked && !isProgram(asked))
    throw new Complaint(`CHROMIUM_PATH names ${asked}, which is not a program.`);
  const found = asked || findChromium();
  if (found !== undefined) return found;
  if (!canInstall()) {
    throw new Complaint(
      "The browser tests need Chromium or Chrome. Install one, or name it in CHROMIUM_PATH.",
    );
  }
  console.log("Installing Chromium by apt-get (once) …");
  aptInstall("chromium", "fonts-noto-cjk");
  const installed = findChromium();
  if (installed === undefined)
    throw new Complaint("apt-get could not install Chromium. Name one in CHROMIUM_PATH.");
  return installed;
}

/** Without a font for Chinese a picture shows boxes; the tests pass all the same. */
export function ensureChineseFont() {
  const { status, stdout } = spawnSync("fc-list", [":lang=zh"], { encoding: "utf8" });
  const isMissing = status === 0 && stdout.trim() === "";
  if (isMissing && canInstall()) aptInstall("fonts-noto-cjk");
}

function findChromium() {
  const folders = [...(process.env.PATH ?? "").split(delimiter), "/usr/bin", "/usr/local/bin", "/snap/bin"];
  const candidates = [
    ...folders.flatMap((folder) => NAMES.map((name) => join(folder, name))),
    ...MAC_APPS.flatMap((app) => [join("/Applications", app), join(homedir(), "Applications", app)]),
    ...playwrightCaches(),
  ];
  return candidates.find(isProgram);
}

/** Browsers that Playwright downloaded for some other project, newest first. */
function playwrightCaches() {
  const roots = [
    process.env.PLAYWRIGHT_BROWSERS_PATH,
    join(homedir(), ".cache/ms-playwright"),
    join(homedir(), "Library/Caches/ms-playwright"),
    join(homedir(), "AppData/Local/ms-playwright"),
  ].filter((root) => root && existsSync(root));
  return roots.flatMap((root) =>
    readdirSync(root)
      .filter((name) => name.startsWith("chromium-"))
      .sort()
      .reverse()
      .flatMap((name) => CACHED.map((path) => join(root, name, path))),
  );
}

function isProgram(path) {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

function canInstall() {
  return platform() === "linux" && process.getuid?.() === 0 && isProgram("/usr/bin/apt-get");
}

function aptInstall(...packages) {
  const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
  const run = (args) =>
    spawnSync("apt-get", ["-qq", ...args], { env, stdio: ["ignore", "ignore", "inherit"] });
  run(["update"]);
  run(["install", "-y", "--no-install-recommends", ...packages]);
}
