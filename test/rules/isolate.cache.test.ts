import { describe, expect, test } from "vitest";
import { IsolateCache } from "../../worker/isolate.cache";

const makeCache = (maxBytes: number) => new IsolateCache<string>(maxBytes, (text) => text.length);

describe("what an isolate keeps", () => {
  test("is found by its key until there is no more room, the one asked for longest ago going first", () => {
    const cache = makeCache(9);
    for (const text of ["aaa", "bbb", "ccc"]) cache.keep(text, text);
    expect(cache.find("aaa")).toBe("aaa");
    cache.keep("ddd", "ddd");
    expect(["aaa", "bbb", "ccc", "ddd"].map((key) => cache.find(key))).toEqual(["aaa", null, "ccc", "ddd"]);
  });

  test("takes the place of what had its key before", () => {
    const cache = makeCache(9);
    cache.keep("one", "aaaa");
    cache.keep("one", "bbbbbbbb");
    expect(cache.find("one")).toBe("bbbbbbbb");
    cache.keep("two", "c");
    expect([cache.find("one"), cache.find("two")]).toEqual(["bbbbbbbb", "c"]);
  });

  test("is nothing that is larger than the room there is", () => {
    const cache = makeCache(3);
    cache.keep("small", "aaa");
    expect(cache.keep("large", "aaaa")).toBe("aaaa");
    expect([cache.find("small"), cache.find("large")]).toEqual(["aaa", null]);
  });
});
