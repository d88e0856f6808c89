/**
 * The peers of a throughput figure, in the same runtime on the same bucket as the program:
 * the same bytes read and written with nothing of ours in between. Never part of what is served.
 */
import { makeZip } from "client-zip";

interface ProbeEnv {
  FILES: R2Bucket;
  PROBE_KEY: string;
}

const lists = new Map<string, R2Object[]>();

/** The objects of a prefix; listed once, so that a measured read only reads. */
async function listObjects(env: ProbeEnv, prefix: string): Promise<R2Object[]> {
  const known = lists.get(prefix);
  if (known !== undefined) return known;
  const objects: R2Object[] = [];
  for (let cursor: string | undefined, more = true; more; ) {
    const page = await env.FILES.list({ prefix, ...(cursor === undefined ? {} : { cursor }) });
    objects.push(...page.objects);
    more = page.truncated;
    cursor = page.truncated ? page.cursor : undefined;
  }
  lists.set(prefix, objects);
  return objects;
}

async function readBody(env: ProbeEnv, key: string): Promise<ReadableStream> {
  const object = await env.FILES.get(key);
  if (object === null) throw new Error("an object of the probe is missing");
  return object.body;
}

const sumBytes = (objects: readonly R2Object[]) => objects.reduce((sum, one) => sum + one.size, 0);

/** One object, handed over as it is: the fastest the runtime can. */
async function readWhole(env: ProbeEnv, key: string): Promise<Response> {
  const object = await env.FILES.get(key);
  if (object === null) return new Response(null, { status: 404 });
  return new Response(object.body, { headers: { "Content-Length": String(object.size) } });
}

/** The same objects as the bundle, one behind the other. */
async function readEach(env: ProbeEnv, prefix: string, context: ExecutionContext): Promise<Response> {
  const objects = await listObjects(env, prefix);
  const { readable, writable } = new FixedLengthStream(sumBytes(objects));
  const pump = async () => {
    for (const { key } of objects) await (await readBody(env, key)).pipeTo(writable, { preventClose: true });
    await writable.close();
  };
  context.waitUntil(pump().catch((fault) => writable.abort(fault)));
  return new Response(readable);
}

/** The same objects as a ZIP by client-zip. */
async function zipEach(env: ProbeEnv, prefix: string): Promise<Response> {
  const objects = await listObjects(env, prefix);
  async function* listEntries() {
    for (const { key, size, uploaded } of objects) {
      yield { name: `${key}.jpg`, input: await readBody(env, key), size, lastModified: uploaded };
    }
  }
  return new Response(makeZip(listEntries()));
}

async function joinEach(env: ProbeEnv, prefix: string, key: string): Promise<Response> {
  const objects = await listObjects(env, prefix);
  const { readable, writable } = new FixedLengthStream(sumBytes(objects));
  const putting = env.FILES.put(key, readable);
  for (const one of objects) await (await readBody(env, one.key)).pipeTo(writable, { preventClose: true });
  await writable.close();
  return Response.json({ bytes: (await putting)?.size });
}

/** The same guarantee as the program's: R2 itself holds what it wrote against the hash of what was sent. */
function putVerified(env: ProbeEnv, key: string, request: Request): Promise<R2Object> {
  return env.FILES.put(key, request.body, { sha256: request.headers.get("X-SHA-256") ?? "" });
}

const PART_BYTES = 8 * 1024 * 1024;
const RUN_BYTES = 1024 * 1024;

/** Passes bytes on from one stream to another until so many have gone, in runs of the same memory. */
async function passOn(
  reader: ReadableStreamBYOBReader,
  bytes: number,
  put: (run: Uint8Array) => unknown,
): Promise<void> {
  let memory = new ArrayBuffer(RUN_BYTES);
  for (let left = bytes; left > 0; ) {
    const wanted = Math.min(RUN_BYTES, left);
    const { value } = await reader.readAtLeast(wanted, new Uint8Array(memory, 0, wanted));
    if (value === undefined) throw new Error("a body of the probe is short");
    left -= value.length;
    await put(value);
    memory = value.buffer;
  }
}

/** A body as a multipart upload in equal parts, streamed; read once afterwards where that is asked. */
async function putParts(env: ProbeEnv, key: string, request: Request, back: boolean): Promise<Response> {
  const bytes = Number(request.headers.get("Content-Length"));
  const reader = (request.body as ReadableStream).getReader({ mode: "byob" });
  const upload = await env.FILES.createMultipartUpload(key);
  const parts: R2UploadedPart[] = [];
  for (let at = 0; at < bytes; at += PART_BYTES) {
    const size = Math.min(PART_BYTES, bytes - at);
    const { readable, writable } = new FixedLengthStream(size);
    const sending = upload.uploadPart(parts.length + 1, readable);
    const writer = writable.getWriter();
    await passOn(reader, size, (run) => writer.write(run));
    await writer.close();
    parts.push(await sending);
  }
  const object = await upload.complete(parts);
  if (back) {
    const stored = await readBody(env, key);
    await passOn(stored.getReader({ mode: "byob" }), object.size, () => undefined);
  }
  return Response.json({ bytes: object.size });
}

export default {
  async fetch(request: Request, env: ProbeEnv, context: ExecutionContext): Promise<Response> {
    if (request.headers.get("Authorization") !== `Bearer ${env.PROBE_KEY}`) {
      return new Response(null, { status: 403 });
    }
    const url = new URL(request.url);
    const prefix = url.searchParams.get("prefix") ?? "";
    const key = `bench/${url.searchParams.get("key") ?? ""}`;
    switch (`${request.method} ${url.pathname}`) {
      case "GET /whole":
        return readWhole(env, key);
      case "GET /each":
        return readEach(env, prefix, context);
      case "GET /client-zip":
        return zipEach(env, prefix);
      case "POST /join":
        return joinEach(env, prefix, key);
      case "PUT /put":
        return Response.json({ bytes: (await env.FILES.put(key, request.body))?.size });
      case "PUT /put-verified":
        return Response.json({ bytes: (await putVerified(env, key, request))?.size });
      case "PUT /parts":
        return putParts(env, key, request, false);
      case "PUT /parts-read":
        return putParts(env, key, request, true);
      case "DELETE /put":
        await env.FILES.delete(key);
        return Response.json({});
      default:
        return new Response(null, { status: 404 });
    }
  },
};
