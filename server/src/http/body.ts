import type { IncomingMessage } from "node:http";

export class BodyTooLarge extends Error {}

/** Reads a JSON body of at most so many bytes. What comes after is not even received. */
export async function readBody(request: IncomingMessage, most: number): Promise<unknown> {
  if (Number(request.headers["content-length"] ?? 0) > most) throw new BodyTooLarge();
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > most) throw new BodyTooLarge();
    chunks.push(chunk);
  }
  // Only the first bytes of what is not JSON would be told, and a byte-order mark is not JSON.
  return JSON.parse(new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(Buffer.concat(chunks)));
}
