import { planZipRange, type ZipPlan } from "../../worker/bundles/bundle.rules";

/** Stored objects of a test, by key; an object not in the map is as long as asked, all zeros. */
export type Objects = ReadonlyMap<string, Uint8Array>;

/** The bytes `start` up to `end` of a planned archive, put together in memory; throws when the slices fall short. */
export function materialise(plan: ZipPlan, objects: Objects, start = 0, end = plan.length): Uint8Array {
  const joined = new Uint8Array(end - start);
  let at = 0;
  for (const slice of planZipRange(plan, start, end)) {
    if (slice.kind === "bytes") {
      joined.set(slice.data, at);
      at += slice.data.length;
    } else {
      const object = objects.get(slice.key)?.subarray(slice.offset, slice.offset + slice.length);
      if (object !== undefined) joined.set(object, at);
      at += slice.length;
    }
  }
  if (at !== joined.length) throw new Error(`slices of ${at} bytes for a range of ${joined.length}`);
  return joined;
}
