import { planZip, planZipRange, type ZipEntry, type ZipPlan } from "../../worker/bundles/bundle.rules";

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

/** The bytes of one entry that is not packed, as they were handed in. */
export function dataOf({ path, source }: ZipEntry, objects: Objects): Uint8Array {
  const data = source.kind === "bytes" ? source.data : objects.get(source.key);
  if (source.kind === "packed" || data === undefined) throw new Error(`no bytes of its own: ${path}`);
  return data;
}

/** One object as sealing writes it: local headers and bytes of the entries, no directory; `etag` is its key. */
export function packEntries(
  entries: readonly ZipEntry[],
  objects: Objects,
  key: string,
): { data: Uint8Array; entries: ZipEntry[] } {
  const plan = planZip(entries);
  const packed = entries.map((entry, i): ZipEntry => {
    const offset = plan.localAt[i] ?? 0;
    return { ...entry, source: { kind: "packed", key, etag: key, offset } };
  });
  return { data: materialise(plan, objects, 0, plan.directory.offset), entries: packed };
}
