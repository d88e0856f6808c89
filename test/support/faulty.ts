/**
 * Bindings whose calls can be made to fail or to wait: every moment at which a line to D1 or
 * R2 can break is one number.
 */

/** `before`: nothing happened. `after`: it happened, and the answer was lost. */
export type FaultMoment = "before" | "after";

/** A call that failed because a test said so. */
export class InjectedFault extends Error {
  override name = "InjectedFault";
}

type Bindings = Pick<Env, "DB" | "FILES">;

export interface FaultyEnv {
  env: Bindings;
  /** What was called so far, in order: `d1.read`, `d1.write`, `r2.put`, `r2.uploadPart`, … */
  readonly calls: readonly string[];
  /** The call that failed; null while none did. */
  readonly failed: string | null;
  /** Every multipart upload that R2 began. Where its id got lost nobody can end it. */
  readonly multiparts: readonly { key: string; id: string; told: boolean }[];
}

/** Lets the `n`-th call to D1 or R2, from 1, fail; every other one is the real one's. */
export function failNth(env: Bindings, n: number, moment: FaultMoment): FaultyEnv {
  const multiparts: { key: string; id: string; told: boolean }[] = [];
  const watched = watchEnv(env, {
    before: (name, at) => {
      if (at === n && moment === "before") throw new InjectedFault(`${name} was not done`);
    },
    after: (name, at, answer) => {
      const mine = at === n && moment === "after";
      if (name === "r2.createMultipartUpload") {
        const { key, uploadId } = answer as R2MultipartUpload;
        multiparts.push({ key, id: uploadId, told: !mine });
      }
      if (mine) throw new InjectedFault(`${name} was done, its answer is lost`);
    },
  });
  return {
    ...watched,
    multiparts,
    get failed() {
      return watched.calls[n - 1] ?? null;
    },
  };
}

/** Lets the first call of this name fail. */
export function failFirst(env: Bindings, call: string, moment: FaultMoment): Bindings {
  let waiting = true;
  const fail = (name: string) => {
    if (name !== call || !waiting) return;
    waiting = false;
    throw new InjectedFault(`${name} failed ${moment} its effect`);
  };
  return watchEnv(env, { [moment]: fail }).env;
}

export interface HeldEnv {
  env: Bindings;
  /** Resolves when the call has come and waits. */
  reached: Promise<void>;
  release(): void;
}

/** Lets the first call of this name wait, before or after its effect, until it is released. */
export function holdFirst(env: Bindings, call: string, moment: FaultMoment): HeldEnv {
  const come = Promise.withResolvers<void>();
  const go = Promise.withResolvers<void>();
  let waiting = true;
  const hold = async (name: string) => {
    if (name !== call || !waiting) return;
    waiting = false;
    come.resolve();
    await go.promise;
  };
  const { env: held } = watchEnv(env, { [moment]: hold });
  return { env: held, reached: come.promise, release: () => go.resolve() };
}

/** R2 that keeps one bit of every object otherwise than it was given, and knows nothing of it. */
export function spoilStored({ DB, FILES }: Bindings): Bindings {
  const spoil = async (key: string) => {
    const bytes = new Uint8Array(await new Response((await FILES.get(key))?.body).arrayBuffer());
    const middle = bytes.length >> 1;
    bytes[middle] = (bytes[middle] ?? 0) ^ 1;
    return FILES.put(key, bytes);
  };
  const spoilParts = (upload: R2MultipartUpload) =>
    replace(upload, {
      complete: async (parts: R2UploadedPart[]) => {
        await upload.complete(parts);
        return spoil(upload.key);
      },
    });
  const spoiling = {
    put: async (...asked: Parameters<R2Bucket["put"]>) => {
      await FILES.put(...asked);
      return spoil(asked[0]);
    },
    createMultipartUpload: async (key: string) => spoilParts(await FILES.createMultipartUpload(key)),
    resumeMultipartUpload: (key: string, id: string) => spoilParts(FILES.resumeMultipartUpload(key, id)),
  };
  return { DB, FILES: replace(FILES, spoiling) };
}

/** What is told of each call, by its name and its number from 1. */
interface Watch {
  before?: (name: string, at: number) => void | Promise<void>;
  after?: (name: string, at: number, answer: unknown) => void | Promise<void>;
}

type Call = <A extends unknown[], R>(
  name: string,
  method: (...args: A) => Promise<R>,
) => (...args: A) => Promise<R>;

function watchEnv(env: Bindings, watch: Watch): { env: Bindings; calls: readonly string[] } {
  const calls: string[] = [];
  const call: Call =
    (name, method) =>
    async (...args) => {
      const at = calls.push(name);
      await watch.before?.(name, at);
      const answer = await method(...args);
      await watch.after?.(name, at, answer);
      return answer;
    };
  return { env: { DB: watchD1(env.DB, call), FILES: watchR2(env.FILES, call) }, calls };
}

/** `real` with some methods replaced; the others run on the object they belong to. */
function replace<T extends object>(real: T, own: Partial<Record<keyof T, unknown>>): T {
  return new Proxy(real, {
    get(target, name) {
      if (Object.hasOwn(own, name)) return own[name as keyof T];
      const value: unknown = Reflect.get(target, name, target);
      return typeof value === "function" ? value.bind(target) : value;
    },
  });
}

const isSelect = (sql: string) => /^\s*select\b/i.test(sql);

function watchD1(db: D1Database, call: Call): D1Database {
  const known = new WeakMap<D1PreparedStatement, { real: D1PreparedStatement; sql: string }>();
  const wrap = (real: D1PreparedStatement, sql: string): D1PreparedStatement => {
    const run = (name: "all" | "run" | "raw" | "first") =>
      call(
        isSelect(sql) ? "d1.read" : "d1.write",
        (real[name] as (...args: unknown[]) => Promise<unknown>).bind(real),
      );
    const watched = replace(real, {
      bind: (...params: unknown[]) => wrap(real.bind(...params), sql),
      all: run("all"),
      run: run("run"),
      raw: run("raw"),
      first: run("first"),
    });
    known.set(watched, { real, sql });
    return watched;
  };
  const find = (statement: D1PreparedStatement) => {
    const found = known.get(statement);
    if (found === undefined) throw new TypeError("a statement of another database");
    return found;
  };
  const batch = (statements: D1PreparedStatement[]) => {
    const all = statements.map(find);
    const send = call(all.every(({ sql }) => isSelect(sql)) ? "d1.read" : "d1.batch", () =>
      db.batch(all.map((one) => one.real)),
    );
    return send();
  };
  return replace(db, {
    prepare: (sql: string) => wrap(db.prepare(sql), sql),
    batch,
    exec: call("d1.exec", db.exec.bind(db)),
  });
}

type Named = "head" | "get" | "put" | "list" | "delete";

function watchR2(bucket: R2Bucket, call: Call): R2Bucket {
  const method = (name: Named) =>
    call(`r2.${name}`, (bucket[name] as (...args: unknown[]) => Promise<unknown>).bind(bucket));
  const begin = call("r2.createMultipartUpload", bucket.createMultipartUpload.bind(bucket));
  return replace(bucket, {
    head: method("head"),
    get: method("get"),
    put: method("put"),
    list: method("list"),
    delete: method("delete"),
    createMultipartUpload: async (key: string) => watchMultipart(await begin(key), call),
    resumeMultipartUpload: (key: string, id: string) =>
      watchMultipart(bucket.resumeMultipartUpload(key, id), call),
  });
}

const watchMultipart = (upload: R2MultipartUpload, call: Call): R2MultipartUpload =>
  replace(upload, {
    uploadPart: call("r2.uploadPart", upload.uploadPart.bind(upload)),
    complete: call("r2.complete", upload.complete.bind(upload)),
    abort: call("r2.abort", upload.abort.bind(upload)),
  });
