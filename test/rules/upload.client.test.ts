import { describe, expect, test } from "vitest";
import { MAX_UPLOAD_BYTES } from "../../schemas/upload";
import { type Job, PART_BYTES } from "../../web/islands/lib/job";
import { describeProgress, describeSeconds, Pace } from "../../web/islands/lib/pace";
import { computeDelayMs, type Failure, judge, parseRetryAfter } from "../../web/islands/lib/retry";
import { fingerprint } from "../../web/islands/lib/urls";
import { enUpload } from "../../web/text/en.upload";
import { zhUpload } from "../../web/text/zh.upload";
import { computePartNumber } from "../../worker/uploads/upload.rules";

const MIB = 1024 * 1024;

const makeFailure = (changes: Partial<Failure>): Failure => ({
  method: "PATCH",
  status: 0,
  code: "",
  detail: "",
  retryAfterMs: null,
  ...changes,
});

describe("after a failure the sender", () => {
  test.each([
    ["no answer", { status: 0 }],
    ["a server that fails", { status: 500 }],
    ["a server that is down for a while", { status: 503 }],
    ["another writer", { status: 423, code: "upload.taken_over" }],
    ["an offset that is not the server's", { status: 409, code: "upload.offset" }],
    ["bytes that changed on the way", { status: 460, code: "upload.checksum" }],
    ["too many requests", { status: 429 }],
    ["a body cut short by a proxy", { status: 400, code: "file.broken_off" }],
    ["a sign-in page of a hotspot", { status: 200 }],
  ])("tries again: %s", (_what, changes) => {
    expect(judge(makeFailure(changes))).toBe("again");
  });

  test.each([
    ["a kind that is not taken", { status: 415, code: "file.wrong_type" }],
    ["a place that is full", { status: 422, code: "file.too_many" }],
    ["a round that is closed", { status: 409, code: "round.closed" }],
    ["a link that is not valid", { status: 401, code: "session.required" }],
    ["a quota", { status: 413, code: "quota.branch_bytes" }],
  ])("gives up: %s", (_what, changes) => {
    expect(judge(makeFailure({ method: "POST", ...changes }))).toBe("refused");
  });

  test("asks what a HEAD cannot tell, and begins anew only where the upload itself says it is gone", () => {
    for (const status of [401, 404, 410]) expect(judge(makeFailure({ method: "HEAD", status }))).toBe("ask");
    const gone = { status: 410, code: "upload.ended" };
    expect(judge(makeFailure({ method: "PATCH", ...gone }))).toBe("ask");
    expect(judge(makeFailure({ method: "GET", ...gone }))).toBe("anew");
    expect(judge(makeFailure({ method: "GET", status: 401, code: "session.required" }))).toBe("refused");
  });

  test("waits a second, then twice as long each time, a minute at most, never less than half of it", () => {
    const longest = [1, 2, 3, 7, 8, 500].map((failures) => computeDelayMs(failures, 1, null));
    expect(longest).toEqual([1000, 2000, 4000, 60_000, 60_000, 60_000]);
    expect(computeDelayMs(3, 0, null)).toBe(2000);
  });

  test("waits as long as the server asks for, within reason", () => {
    expect(computeDelayMs(1, 0, 30_000)).toBe(30_000);
    expect(computeDelayMs(8, 1, 5000)).toBe(60_000);
    expect(computeDelayMs(1, 0, 86_400_000)).toBe(600_000);
  });

  test("reads Retry-After as seconds and as a date", () => {
    const now = Date.parse("2026-11-21T04:00:00Z");
    expect(parseRetryAfter("120", now)).toBe(120_000);
    expect(parseRetryAfter("Sat, 21 Nov 2026 04:00:09 GMT", now)).toBe(9000);
    expect(parseRetryAfter("Sat, 21 Nov 2026 03:00:00 GMT", now)).toBe(0);
    expect([parseRetryAfter("soon", now), parseRetryAfter(null, now)]).toEqual([null, null]);
  });
});

describe("the time that is left", () => {
  test("comes from how fast the file went lately", () => {
    const pace = new Pace();
    for (let second = 0; second <= 40; second++) {
      const fast = Math.max(0, second - 20);
      pace.add(second * 1000, (second + 9 * fast) * 1000);
    }
    expect(pace.computeLeft(320_000)).toBeCloseTo(10, 5);
  });

  test("is not guessed from the first moments, nor while nothing moves", () => {
    const pace = new Pace();
    expect(pace.computeLeft(100)).toBeNull();
    pace.add(0, 0);
    pace.add(1000, 50);
    expect(pace.computeLeft(100)).toBeNull();
    const still = new Pace();
    still.add(0, 50);
    still.add(5000, 50);
    expect(still.computeLeft(100)).toBeNull();
  });

  test("begins anew when the server has less than was sent", () => {
    const pace = new Pace();
    pace.add(0, 0);
    pace.add(4000, 8000);
    pace.add(5000, 1000);
    expect(pace.computeLeft(10_000)).toBeNull();
    pace.add(8000, 4000);
    expect(pace.computeLeft(10_000)).toBe(6);
  });

  test.each([
    [0.2, "5 秒"],
    [18, "20 秒"],
    [55, "55 秒"],
    [56, "1 分钟"],
    [170, "3 分钟"],
    [3600, "1 小时"],
    [3840, "1 小时 4 分"],
  ])("of %d seconds is said as %s", (seconds, said) => {
    expect(describeSeconds(seconds, zhUpload)).toBe(said);
  });

  test("stands behind the bytes, where it is known", () => {
    expect(describeProgress(3.2 * MIB, 10 * MIB, 18, zhUpload)).toBe("3.2 MB / 10 MB，约 20 秒");
    expect(describeProgress(0, 10 * MIB, null, zhUpload)).toBe("0 B / 10 MB");
    expect(describeProgress(MIB, 10 * MIB, 61, enUpload)).toBe("1 MB of 10 MB, about 2 minutes");
  });
});

describe("the name under which an upload's address is kept", () => {
  const file = { name: "会场照片.jpg", size: 12, lastModified: 5 } as File;
  const job: Job = {
    file,
    api: "/api/submissions/sub_1",
    endpoint: "http://x/api/submissions/sub_1/uploads",
    artifact: "media",
    field: "",
    replaces: "",
  };

  test("is the same for the same file picked again, and tells nothing of it", () => {
    expect(fingerprint({ ...job, file: { ...file } })).toBe(fingerprint(job));
    // As an iPhone gives out the same photo a second time.
    expect(fingerprint({ ...job, file: { ...file, lastModified: 6 } })).toBe(fingerprint(job));
    expect(fingerprint(job)).toMatch(/^huizhi-upload:[0-9a-f]{16}$/);
  });

  test("is another one for another branch, place, version or file", () => {
    const others: Job[] = [
      { ...job, endpoint: "http://x/api/submissions/sub_2/uploads" },
      { ...job, artifact: "minutes" },
      { ...job, field: "photo" },
      { ...job, replaces: "fil_1" },
      { ...job, file: { ...file, name: "会场照片2.jpg" } },
      { ...job, file: { ...file, size: 13 } },
    ];
    expect(new Set([job, ...others].map(fingerprint)).size).toBe(7);
  });
});

test("the largest file has a part number for every writer, as R2 counts parts", () => {
  expect(computePartNumber(MAX_UPLOAD_BYTES / PART_BYTES - 1, 63)).toBeLessThanOrEqual(10_000);
});
