const HEAD_END = Buffer.from("\r\n\r\n");
const LAST_CHUNK = Buffer.from("\r\n0\r\n\r\n");

/** Puts the bytes of one connection together to answers, of which one is awaited at a time. */
export class AnswerReader {
  #waiting: Buffer | undefined;

  /** The answer that ends with these bytes, if one does. A body in pieces is left in them. */
  read(chunk: Buffer): { status: number; body: Buffer } | undefined {
    const bytes = this.#waiting ? Buffer.concat([this.#waiting, chunk]) : chunk;
    this.#waiting = bytes;
    const end = bytes.indexOf(HEAD_END);
    if (end < 0) return undefined;
    const head = bytes.toString("latin1", 0, end);
    const [, length] = /content-length: *(\d+)/i.exec(head) ?? [];
    const isWhole =
      length === undefined
        ? bytes.subarray(-LAST_CHUNK.length).equals(LAST_CHUNK)
        : bytes.length === end + HEAD_END.length + Number(length);
    if (!isWhole) return undefined;
    this.#waiting = undefined;
    return { status: Number(head.slice(9, 12)), body: bytes.subarray(end + HEAD_END.length) };
  }
}
