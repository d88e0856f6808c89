/**
 * Bindings that refuse what production refuses. The local runtime enforces none of the limits of
 * one invocation, so a route that passes here only with them in front is one that works deployed.
 */

/** The paid plan, by the vendor's pages on Workers, D1 and R2 limits, autumn 2026. */
export const PRODUCTION_LIMITS = {
  subrequests: 10_000,
  /** Production queues the next one and cuts the ones that stand still; here the next one fails. */
  connections: 6,
  d1Queries: 1_000,
  d1Params: 100,
  d1StatementBytes: 100_000,
  /** One bound string or BLOB. */
  d1ValueBytes: 2_000_000,
  r2KeyBytes: 1_024,
  /** Custom metadata, names and values; the local runtime takes 2,048 at most. */
  r2MetadataBytes: 8_192,
  r2PutBytes: 5 * 1024 ** 3,
  r2Parts: 10_000,
  r2DeleteKeys: 1_000,
};

export type Limits = typeof PRODUCTION_LIMITS;

/** A call that production would have refused. */
export class LimitError extends Error {
  override name = "LimitError";
  constructor(
    readonly limit: keyof Limits,
    message: string,
  ) {
    super(message);
  }
}

/** What one invocation used so far. */
export interface LimitCounts {
  subrequests: number;
  /** The same by what was called: `d1.batch`, `r2.get`, `assets.fetch`, … */
  calls: Record<string, number>;
  /** SQL statements, those of a batch one by one. */
  statements: number;
  mostParams: number;
  /** Bodies that were asked for and not yet read to their end or cancelled. */
  open: number;
  mostOpen: number;
}

export interface LimitedEnv {
  env: Pick<Env, "DB" | "FILES" | "ASSETS">;
  /** Grows with every call; `restart` begins it anew. */
  readonly counts: LimitCounts;
  /** The next invocation: nothing used, nothing open. */
  restart(): void;
}

/**
 * Puts the limits in front of D1, R2 and the assets, as of one invocation. Every refusal is a
 * rejected call with a `LimitError`.
 */
export function limitEnv(
  env: Pick<Env, "DB" | "FILES" | "ASSETS">,
  limits: Partial<Limits> = {},
): LimitedEnv {
  const gauge = new Gauge({ ...PRODUCTION_LIMITS, ...limits });
  return {
    env: {
      DB: limitD1(env.DB, gauge),
      FILES: limitR2(env.FILES, gauge),
      ASSETS: limitAssets(env.ASSETS, gauge),
    },
    get counts() {
      return gauge.counts;
    },
    restart: () => gauge.restart(),
  };
}

class Gauge {
  counts!: LimitCounts;
  constructor(readonly limits: Limits) {
    this.restart();
  }

  restart(): void {
    this.counts = { subrequests: 0, calls: {}, statements: 0, mostParams: 0, open: 0, mostOpen: 0 };
  }

  check(limit: keyof Limits, value: number, message: string): void {
    if (value > this.limits[limit]) throw new LimitError(limit, `${message} (${value})`);
  }

  call(name: string): void {
    const { counts } = this;
    counts.subrequests++;
    counts.calls[name] = (counts.calls[name] ?? 0) + 1;
    this.check("subrequests", counts.subrequests, "Too many subrequests by single Worker invocation.");
  }

  statement(sql: string, params: readonly unknown[]): void {
    const { counts } = this;
    counts.statements++;
    counts.mostParams = Math.max(counts.mostParams, params.length);
    this.check("d1Queries", counts.statements, "D1_ERROR: too many queries by single Worker invocation");
    this.check("d1Params", params.length, "D1_ERROR: too many SQL variables: SQLITE_ERROR");
    this.check("d1StatementBytes", bytesOf(sql), "D1_ERROR: statement too long: SQLITE_TOOBIG");
    const largest = Math.max(0, ...params.map(bytesOf));
    this.check("d1ValueBytes", largest, "D1_ERROR: string or blob too big: SQLITE_TOOBIG");
  }

  /** Takes a place among the open bodies; what it answers gives it back, once. */
  open(): () => void {
    const { counts } = this;
    this.check("connections", counts.open + 1, "Response closed due to connection limit");
    counts.open++;
    counts.mostOpen = Math.max(counts.mostOpen, counts.open);
    let held = true;
    return () => {
      if (held) counts.open--;
      held = false;
    };
  }
}

function bytesOf(value: unknown): number {
  if (typeof value === "string") return new TextEncoder().encode(value).length;
  return value instanceof ArrayBuffer || ArrayBuffer.isView(value) ? value.byteLength : 0;
}

/** `real` with some of its methods replaced; the others still run on the object they belong to. */
export function overlay<T extends object>(real: T, own: Partial<Record<keyof T, unknown>>): T {
  return new Proxy(real, {
    get(target, name) {
      if (name in own) return own[name as keyof T];
      const value: unknown = Reflect.get(target, name, target);
      return typeof value === "function" ? value.bind(target) : value;
    },
  });
}

type Method<A extends unknown[] = unknown[], R = unknown> = (...args: A) => R;

/** The method of `real`, counted as one call and checked before it runs. */
function counted<A extends unknown[], R>(
  gauge: Gauge,
  name: string,
  method: Method<A, Promise<R>>,
  check: Method<A, void> = () => {},
): Method<A, Promise<R>> {
  return async (...args) => {
    gauge.call(name);
    check(...args);
    return method(...args);
  };
}

interface Prepared {
  real: D1PreparedStatement;
  sql: string;
  params: readonly unknown[];
}

function limitD1(db: D1Database, gauge: Gauge): D1Database {
  const known = new WeakMap<D1PreparedStatement, Prepared>();
  const wrap = (prepared: Prepared): D1PreparedStatement => {
    const { real, sql } = prepared;
    const check = () => gauge.statement(sql, prepared.params);
    const run = (name: "all" | "run" | "raw" | "first") =>
      counted(gauge, `d1.${name}`, (real[name] as Method<unknown[], Promise<unknown>>).bind(real), check);
    const limited = overlay(real, {
      bind: (...params: unknown[]) => wrap({ real: real.bind(...params), sql, params }),
      all: run("all"),
      run: run("run"),
      raw: run("raw"),
      first: run("first"),
    });
    known.set(limited, prepared);
    return limited;
  };
  const unwrap = (statement: D1PreparedStatement): Prepared => {
    const prepared = known.get(statement);
    if (prepared === undefined) throw new TypeError("a statement of another database");
    return prepared;
  };
  const batch = (statements: D1PreparedStatement[]) => db.batch(statements.map((one) => unwrap(one).real));
  return overlay(db, {
    prepare: (sql: string) => wrap({ real: db.prepare(sql), sql, params: [] }),
    batch: counted(gauge, "d1.batch", batch, (statements) => {
      for (const { sql, params } of statements.map(unwrap)) gauge.statement(sql, params);
    }),
    exec: counted(gauge, "d1.exec", db.exec.bind(db), (sql) => gauge.statement(sql, [])),
  });
}

function limitR2(bucket: R2Bucket, gauge: Gauge): R2Bucket {
  const checkKey = (key: string) => gauge.check("r2KeyBytes", bytesOf(key), "key too long");
  const checkWrite = (key: string, options?: R2PutOptions | R2MultipartOptions) => {
    checkKey(key);
    const pairs = Object.entries(options?.customMetadata ?? {});
    gauge.check("r2MetadataBytes", bytesOf(pairs.flat().join("")), "metadata too large");
  };
  const put = async (key: string, value: R2Value, options?: R2PutOptions) => {
    const object = await bucket.put(key, value, options);
    if (value instanceof ReadableStream) closers.get(value)?.();
    gauge.check("r2PutBytes", object?.size ?? 0, "put: object too large");
    return object;
  };
  const get = (key: string, options?: R2GetOptions) => openWatched(gauge, () => bucket.get(key, options));
  const begin = async (key: string, options?: R2MultipartOptions) =>
    limitUpload(await bucket.createMultipartUpload(key, options), gauge);
  return overlay(bucket, {
    head: counted(gauge, "r2.head", bucket.head.bind(bucket), checkKey),
    get: counted(gauge, "r2.get", get, checkKey),
    put: counted(gauge, "r2.put", put, (key, _value, options) => checkWrite(key, options)),
    list: counted(gauge, "r2.list", bucket.list.bind(bucket)),
    delete: counted(gauge, "r2.delete", bucket.delete.bind(bucket), (keys) =>
      gauge.check("r2DeleteKeys", [keys].flat().length, "delete: too many keys"),
    ),
    createMultipartUpload: counted(gauge, "r2.createMultipartUpload", begin, checkWrite),
    resumeMultipartUpload: (key: string, id: string) =>
      limitUpload(bucket.resumeMultipartUpload(key, id), gauge),
  });
}

type R2Value = ReadableStream | ArrayBuffer | ArrayBufferView | string | null | Blob;

function limitUpload(upload: R2MultipartUpload, gauge: Gauge): R2MultipartUpload {
  return overlay(upload, {
    uploadPart: counted(gauge, "r2.uploadPart", upload.uploadPart.bind(upload), (part) =>
      gauge.check("r2Parts", part, "uploadPart: part number out of range"),
    ),
    complete: counted(gauge, "r2.complete", upload.complete.bind(upload)),
    abort: counted(gauge, "r2.abort", upload.abort.bind(upload)),
  });
}

function limitAssets(assets: Fetcher, gauge: Gauge): Fetcher {
  const ask = (...args: Parameters<Fetcher["fetch"]>) => openWatched(gauge, () => assets.fetch(...args));
  return overlay(assets, { fetch: counted(gauge, "assets.fetch", ask) });
}

/** Asks for something with a body; it holds its place until the body is done with. */
async function openWatched<T extends object | null>(gauge: Gauge, ask: () => Promise<T>): Promise<T> {
  const close = gauge.open();
  const answer = await ask().catch((fault: unknown) => {
    close();
    throw fault;
  });
  const { body } = (answer ?? {}) as { body?: ReadableStream | null };
  if (answer !== null && body) watchBody(answer, body, close);
  else close();
  return answer;
}

const closers = new WeakMap<ReadableStream, () => void>();
const WHOLE_READS = ["arrayBuffer", "bytes", "text", "json", "blob", "formData"];

/**
 * Watches a body without standing in its way: the object stays the runtime's own, so that what is
 * piped natively still is. Handed to an answer or a transform it counts as open for good.
 */
function watchBody(holder: object, stream: ReadableStream, close: () => void): void {
  closers.set(stream, close);
  const closeAfter = (target: object, names: readonly string[]) => {
    for (const name of names) {
      const method: unknown = Reflect.get(target, name);
      if (typeof method !== "function") continue;
      const value = (...args: unknown[]) => Promise.resolve(method.apply(target, args)).finally(close);
      Object.defineProperty(target, name, { value });
    }
  };
  closeAfter(holder, WHOLE_READS);
  closeAfter(stream, ["pipeTo", "cancel"]);
  const getReader = stream.getReader.bind(stream) as Method<unknown[], ReadableStreamDefaultReader>;
  const watchReader = (...args: unknown[]) => watchReads(getReader(...args), close);
  Object.defineProperty(stream, "getReader", { value: watchReader });
  Object.defineProperty(holder, "body", { value: stream });
}

function watchReads<T extends ReadableStreamDefaultReader>(reader: T, close: () => void): T {
  const failed = (fault: unknown) => {
    close();
    throw fault;
  };
  for (const name of ["read", "readAtLeast", "cancel"]) {
    const method: unknown = Reflect.get(reader, name);
    if (typeof method !== "function") continue;
    const value = async (...args: unknown[]) => {
      const result = await Promise.resolve(method.apply(reader, args)).catch(failed);
      // What `cancel` answers is nothing, and the end as well.
      if (result?.done ?? true) close();
      return result;
    };
    Object.defineProperty(reader, name, { value });
  }
  return reader;
}
