/** What Linux tells of a process. Elsewhere the figures that need it cannot be measured, and that is said. */
import { existsSync, readFileSync, readlinkSync } from "node:fs";

/** `sysconf(_SC_CLK_TCK)`, 100 on every Linux of today. */
const TICKS_PER_SECOND = 100;

/** Fields of /proc/<pid>/stat behind the command's name, which may hold anything. */
function readStat(pid: number): string[] {
  const text = readFileSync(`/proc/${pid}/stat`, "utf8");
  return text.slice(text.lastIndexOf(")") + 2).split(" ");
}

/** User and system time so far, in milliseconds; a tick is 10. */
export function readCpuMs(pid: number): number {
  const fields = readStat(pid);
  return ((Number(fields[11]) + Number(fields[12])) * 1000) / TICKS_PER_SECOND;
}

/** Milliseconds since the process began, to 10. */
export function readAgeMs(pid: number): number {
  const uptime = Number(readFileSync("/proc/uptime", "utf8").split(" ")[0]);
  return (uptime - Number(readStat(pid)[19]) / TICKS_PER_SECOND) * 1000;
}

export function readRssMiB(pid: number): number {
  const kib = /^VmRSS:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1];
  return Number(kib) / 1024;
}

/** The runtimes among a process's children. */
export function listWorkerd(pid: number): number[] {
  const path = `/proc/${pid}/task/${pid}/children`;
  if (!existsSync(path)) throw new Error("CPU and memory of a process are only read on Linux");
  const children = readFileSync(path, "utf8").trim().split(" ").filter(Boolean).map(Number);
  return children.filter((child) => readlinkSync(`/proc/${child}/exe`).includes("workerd"));
}
