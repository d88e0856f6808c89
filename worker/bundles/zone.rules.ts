/** Every time written into a bundle is in the round's zone, UTC+8 all year, never the machine's. */
const ZONE_OFFSET_MS = 8 * 60 * 60 * 1000;

/** The wall clock of the zone, read through the UTC getters. Throws RangeError on a broken time. */
export function toZone(instant: string): Date {
  const ms = Date.parse(instant);
  if (Number.isNaN(ms)) throw new RangeError(`not an instant: ${instant}`);
  return new Date(ms + ZONE_OFFSET_MS);
}

/** `20261211`, the date form of an archive list (DA/T 22—2015). Takes an instant or a plain date. */
export function formatZoneDay(instant: string): string {
  return toZone(instant).toISOString().slice(0, 10).replaceAll("-", "");
}

/** `2026-12-11 23:59:59`. */
export function formatZoneSecond(instant: string): string {
  return toZone(instant).toISOString().slice(0, 19).replace("T", " ");
}
