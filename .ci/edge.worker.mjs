/**
 * Stands before the Worker where Cloudflare's edge stands in production, and does the parts of
 * its work that the Worker relies on: names the caller's address (in place of whatever the
 * caller's own headers say), says whether the connection was https, and compresses text on the way out. Bodies in
 * both directions are handed through untouched by script.
 */

const COMPRESSIBLE = /^(text\/|image\/svg\+xml|application\/([a-z-]+\+)?(json|xml|javascript)\b)/;
const MIN_COMPRESSED_BYTES = 48;

export default {
  async fetch(request, env) {
    const response = await env.APP.fetch(asFromTheEdge(request));
    return isCompressible(request, response) ? compress(response) : response;
  },
};

function asFromTheEdge(request) {
  const peer = addressOf(request.cf?.clientIp);
  const behindProxy = peer === "127.0.0.1" || peer === "::1";
  const headers = new Headers(request.headers);
  for (const name of request.headers.keys())
    if (name.startsWith("cf-") || name.startsWith("mf-")) headers.delete(name);
  // Only a proxy on the same machine is believed about whom it speaks for.
  const client = behindProxy ? headers.get("X-Forwarded-For")?.split(",").at(-1)?.trim() : undefined;
  headers.set("CF-Connecting-IP", client || peer);
  const url = new URL(request.url);
  if (behindProxy && headers.get("X-Forwarded-Proto") === "https") url.protocol = "https:";
  return new Request(url, new Request(request, { headers, redirect: "manual" }));
}

/** `127.0.0.1:40112` or `[::1]:40112`, without the port. */
function addressOf(clientIp) {
  return (
    String(clientIp ?? "")
      .replace(/:\d+$/, "")
      .replace(/^\[|\]$/g, "") || "127.0.0.1"
  );
}

function isCompressible(request, response) {
  const length = response.headers.get("Content-Length");
  return (
    response.body !== null &&
    response.status !== 206 &&
    request.method !== "HEAD" &&
    /\bgzip\b/.test(request.headers.get("Accept-Encoding") ?? "") &&
    !response.headers.has("Content-Encoding") &&
    !/no-transform/.test(response.headers.get("Cache-Control") ?? "") &&
    COMPRESSIBLE.test(response.headers.get("Content-Type") ?? "") &&
    (length === null || Number(length) >= MIN_COMPRESSED_BYTES)
  );
}

/** workerd encodes a body whose `Content-Encoding` says so. */
function compress(response) {
  const compressed = new Response(response.body, response);
  compressed.headers.set("Content-Encoding", "gzip");
  compressed.headers.delete("Content-Length");
  compressed.headers.append("Vary", "Accept-Encoding");
  const etag = compressed.headers.get("ETag");
  if (etag?.startsWith('"')) compressed.headers.set("ETag", `W/${etag}`);
  return compressed;
}
