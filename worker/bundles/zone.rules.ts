import { localSecond } from "../../schemas/deadline";

/** Every time written into a bundle is in the round's zone, UTC+8 all year, never the machine's. */
function readWall(instant: string): string {
  const wall = localSecond(instant);
  if (wall === "") throw new RangeError(`not an instant: ${instant}`);
  return wall;
}

/** The wall clock of the zone, read through the UTC getters. Throws RangeError on a broken time. */
export const toZone = (instant: string): Date => new Date(`${readWall(instant)}Z`);

/** `20261211`, the date form of an archive list (DA/T 22—2015). Takes an instant or a plain date. */
export const formatZoneDay = (instant: string): string => readWall(instant).slice(0, 10).replaceAll("-", "");

/** `2026-12-11 23:59:59`. */
export const formatZoneSecond = (instant: string): string => readWall(instant).replace("T", " ");
