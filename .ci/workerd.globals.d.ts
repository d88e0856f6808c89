/**
 * The few names of workerd that code under test in plain Node mentions in its types. The whole of
 * workers-types would put its own URL and streams in the place of Node's.
 */
import type * as workerd from "@cloudflare/workers-types/experimental";

declare global {
  type D1Database = workerd.D1Database;
  type D1PreparedStatement = workerd.D1PreparedStatement;
  type D1Result<T = unknown> = workerd.D1Result<T>;
  type R2Bucket = workerd.R2Bucket;
  type R2Object = workerd.R2Object;
  type R2ObjectBody = workerd.R2ObjectBody;
  type R2UploadedPart = workerd.R2UploadedPart;
  type Fetcher = workerd.Fetcher;
  type ExecutionContext = workerd.ExecutionContext;
  const FixedLengthStream: new (length: number | bigint) => TransformStream<Uint8Array, Uint8Array>;
}
