import type { IncomingMessage } from "node:http";

export class BodyTooLarge extends Error {}

/** Reads a JSON body of at most so many bytes. */
export async function readBody(request: IncomingMessage, most: number): Promise<unknown> {
  return JSON.parse(await readText(request, most));
}

/**
 * Reads a body of at most so many bytes that are text. What comes after is received and let go, so that the
 * connection can tell why and serve the next request; how long that may take is the server's
 * `requestTimeout`.
 */
export async function readText(request: IncomingMessage, most: number): Promise<string> {
  if (Number(request.headers["content-length"] ?? 0) > most) throw new BodyTooLarge();
  const bytes = await readBytes(request, most);
  // A byte-order mark is not JSON, so it is not taken away here.
  return decoder.decode(bytes);
}

const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/** The body as it came, of at most so many bytes: what a signature is of. */
export function readBytes(request: IncomingMessage, most: number): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    request.on("data", (chunk: Buffer) => {
      size += chunk.length;
      if (size <= most) chunks.push(chunk);
      else {
        chunks.length = 0;
        reject(new BodyTooLarge());
      }
    });
    request.on("end", () => resolve(chunks[0] && chunks.length === 1 ? chunks[0] : Buffer.concat(chunks)));
    request.on("error", reject);
  });
}
