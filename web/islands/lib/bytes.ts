/** The bytes of a file, in browsers from before `Blob.arrayBuffer` too. Rejects when they cannot be had. */
export const readBytes = async (blob: Blob): Promise<Uint8Array<ArrayBuffer>> =>
  new Uint8Array(await new Response(blob).arrayBuffer());
