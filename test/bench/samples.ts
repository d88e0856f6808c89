/** Reads that are measured, and what is told of several. */
import { type Drained, drain } from "./drain";
import { median } from "./figures";
import type { Runtime } from "./instance";
import { readCpuMs } from "./processes";
import { MIB } from "./upload";

export interface Sample extends Drained {
  /** Of all of the runtime, the local R2 and D1 included; to 10 ms. */
  cpuMs: number;
}

export async function sample(at: Runtime, url: URL, headers: Record<string, string>): Promise<Sample> {
  const before = readCpuMs(at.workerd);
  const drained = await drain(url, headers);
  return { ...drained, cpuMs: readCpuMs(at.workerd) - before };
}

/** The same read again and again, the first ones not counted. */
export async function sampleOften(
  at: Runtime,
  url: URL,
  headers: Record<string, string>,
  times: number,
): Promise<Sample[]> {
  const samples: Sample[] = [];
  for (let i = 0; i < times + 2; i++) samples.push(await sample(at, url, headers));
  return samples.slice(2);
}

const medianOf = (samples: readonly Sample[], tell: (one: Sample) => number) => median(samples.map(tell));

export const speedOf = (samples: readonly Sample[]) =>
  medianOf(samples, ({ bytes, ms }) => bytes / MIB / (ms / 1000));
export const msOf = (samples: readonly Sample[]) => medianOf(samples, (one) => one.ms);
export const firstByteOf = (samples: readonly Sample[]) => medianOf(samples, (one) => one.firstByteMs);
/** A mean, because one read may be shorter than the clock's 10 ms. */
export const cpuOf = (samples: readonly Sample[]) =>
  samples.reduce((sum, one) => sum + one.cpuMs, 0) / samples.length;
export const cpuPerMibOf = (samples: readonly Sample[]) =>
  medianOf(samples, ({ cpuMs, bytes }) => cpuMs / (bytes / MIB));

/**
 * How fast `ours` was against `peer`, round by round: both of a round met the same state of the
 * machine. Both lists are of the same rounds.
 */
export const ratioOf = (ours: readonly Sample[], peer: readonly Sample[]) =>
  median(ours.map((one, i) => speedOf([one]) / speedOf(peer.slice(i, i + 1))));

export const saySpeed = (samples: readonly Sample[]) => `${speedOf(samples).toFixed(0)} MiB/s`;
