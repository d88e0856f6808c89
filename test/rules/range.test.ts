import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { buildRangeHeaders, parseRange, planConditional } from "../../worker/http.range";

describe("a Range header", () => {
  it.each([
    ["bytes=0-0", { start: 0, end: 1 }],
    ["bytes=0-99", { start: 0, end: 100 }],
    ["bytes=10-19", { start: 10, end: 20 }],
    ["bytes=99-", { start: 99, end: 100 }],
    ["bytes=0-", { start: 0, end: 100 }],
    ["bytes=-1", { start: 99, end: 100 }],
    ["bytes=-100", { start: 0, end: 100 }],
    ["bytes=-5000", { start: 0, end: 100 }],
    ["bytes=50-5000", { start: 50, end: 100 }],
    ["BYTES=1-2", { start: 1, end: 3 }],
    [" bytes= 1-2 ,", { start: 1, end: 3 }],
    ["bytes=5-99999999999999999999999999", { start: 5, end: 100 }],
  ])("%s is one range", (header, expected) => {
    expect(parseRange(header, 100)).toEqual(expected);
  });

  it.each(["bytes=100-", "bytes=100-200", "bytes=-0", "bytes=99999999999999999999-"])(
    "%s lies outside",
    (header) => expect(parseRange(header, 100)).toBe("unsatisfiable"),
  );

  it.each([
    null,
    "",
    "bytes",
    "bytes=",
    "bytes=-",
    "bytes=,",
    "bytes=a-b",
    "bytes=1",
    "bytes=1-2-3",
    "bytes=5-4",
    "bytes=+1-2",
    "bytes=1.5-2",
    "bytes=0x1-2",
    "items=0-1",
    "bytes=0-1,5-6",
    "bytes=0-1, -5",
    "bytes=١-٢",
  ])("%s asks for the whole", (header) => expect(parseRange(header, 100)).toBe("whole"));

  it("of an empty body lies outside, or is the empty whole", () => {
    expect(parseRange("bytes=0-", 0)).toBe("unsatisfiable");
    expect(parseRange("bytes=-5", 0)).toBe("whole");
  });

  it("never gives anything but a range inside the body, whatever it says", () => {
    const anyHeader = fc.oneof(
      fc.string(),
      fc.string({ unit: fc.constantFrom(..."bytes=0123456789-, ") }).map((tail) => `bytes=${tail}`),
    );
    const property = fc.property(anyHeader, fc.nat(1000), (header, size) => {
      const range = parseRange(header, size);
      if (typeof range === "string") return;
      expect(range.start).toBeGreaterThanOrEqual(0);
      expect(range.start).toBeLessThan(range.end);
      expect(range.end).toBeLessThanOrEqual(size);
    });
    fc.assert(property, { numRuns: 2000 });
  });
});

describe("a conditional request", () => {
  const etag = '"abc"';
  const base = { method: "GET", ifNoneMatch: null, ifRange: null, range: null, etag, size: 100 };
  const whole = { status: 200, start: 0, end: 100 };
  const part = { status: 206, start: 10, end: 20 };
  const range = "bytes=10-19";

  it.each([
    ["without conditions is the whole", {}, whole],
    ["with a range is a part", { range }, part],
    ["with a range outside is refused", { range: "bytes=100-" }, { status: 416, start: 0, end: 0 }],
    ["with several ranges is the whole", { range: "bytes=0-1,5-6" }, whole],
    ["HEAD ignores Range", { method: "HEAD", range }, whole],
    ["POST ignores Range", { method: "POST", range }, whole],
    ["If-Range hit", { range, ifRange: etag }, part],
    [
      "If-Range hit with a range outside",
      { range: "bytes=500-", ifRange: etag },
      { status: 416, start: 0, end: 0 },
    ],
    ["If-Range miss", { range, ifRange: '"abd"' }, whole],
    ["If-Range miss with a range outside", { range: "bytes=500-", ifRange: '"abd"' }, whole],
    ["If-Range weak never hits", { range, ifRange: 'W/"abc"' }, whole],
    ["If-Range date never hits", { range, ifRange: "Fri, 11 Dec 2026 00:00:00 GMT" }, whole],
    ["If-Range without a range is nothing", { ifRange: '"abd"' }, whole],
    ["If-None-Match hit", { ifNoneMatch: etag }, { status: 304, start: 0, end: 0 }],
    ["If-None-Match hit comes before Range", { ifNoneMatch: etag, range }, { status: 304, start: 0, end: 0 }],
    ["If-None-Match weak hit", { ifNoneMatch: 'W/"abc"' }, { status: 304, start: 0, end: 0 }],
    ["If-None-Match star", { ifNoneMatch: "*" }, { status: 304, start: 0, end: 0 }],
    ["If-None-Match in a list", { ifNoneMatch: '"x,y", W/"z","abc"' }, { status: 304, start: 0, end: 0 }],
    ["If-None-Match for HEAD", { method: "HEAD", ifNoneMatch: etag }, { status: 304, start: 0, end: 0 }],
    ["If-None-Match miss", { ifNoneMatch: '"x,abc"', range }, part],
    ["If-None-Match without quotes", { ifNoneMatch: "abc" }, whole],
  ])("%s", (_, change, expected) => {
    expect(planConditional({ ...base, ...change })).toEqual(expected);
  });

  it("tells the client length, range and what to resume with", () => {
    const common = { "Accept-Ranges": "bytes", ETag: etag };
    const headersOf = (change: object) =>
      buildRangeHeaders(planConditional({ ...base, ...change }), etag, 100);
    expect(headersOf({})).toEqual({ ...common, "Content-Length": "100" });
    expect(headersOf({ range })).toEqual({
      ...common,
      "Content-Length": "10",
      "Content-Range": "bytes 10-19/100",
    });
    expect(headersOf({ range: "bytes=100-" })).toEqual({ ...common, "Content-Range": "bytes */100" });
    expect(headersOf({ ifNoneMatch: etag })).toEqual(common);
  });
});
