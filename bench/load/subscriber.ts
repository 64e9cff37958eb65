import { connect, type Socket } from "node:net";

// One subscriber over a raw socket. It reads the frames of RFC 6455 no further than it must: a
// frame of a subscription is noted with its time and skipped.

export type Subscription = {
  port: number;
  query: string;
  key: string;
  cursor: string | undefined;
  /** Whether to keep the last frame; ten thousand need not all. */
  keeps: boolean;
};

const TEXT = 1;
const CLOSE = 8;
const PING = 9;
const PONG = 10;
const HEAD_END = Buffer.from("\r\n\r\n");
/** `{"id":"1","type":"` stands before the word that tells frames apart. */
const TYPE_AT = 18;

export class Subscriber {
  readonly #socket: Socket;
  readonly #subscription: Subscription;
  #stage: "upgrading" | "acknowledging" | "subscribed" | "closed" = "upgrading";
  #waiting: Buffer | undefined;
  #frames = 0;
  #heard: { frames: number; resolve: () => void } | undefined;
  arrivals: number[] = [];
  bytes = 0;
  lastFrame = "";
  failure: string | undefined;

  constructor(subscription: Subscription) {
    this.#subscription = subscription;
    this.#socket = connect({ port: subscription.port, host: "127.0.0.1", noDelay: true });
    this.#socket.write(
      "GET /graphql HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n" +
        "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: YmVydGggYmVydGggYmVydA==\r\n" +
        "Sec-WebSocket-Protocol: graphql-transport-ws\r\n\r\n",
    );
    this.#socket.on("data", (chunk: Buffer) => this.#read(chunk));
    this.#socket.on("error", (error) => this.#fail(error.message));
    this.#socket.on("close", () => this.#fail("the server closed the socket"));
  }

  get isOpen(): boolean {
    return this.#stage === "subscribed";
  }

  /** Resolves once so many frames have come since the beginning; none means subscribed. */
  hasHeard(frames: number): Promise<void> {
    return new Promise((resolve) => {
      this.#heard = { frames, resolve };
      this.#tellHeard();
    });
  }

  listen(): void {
    this.arrivals = [];
    this.bytes = 0;
  }

  close(): void {
    this.#stage = "closed";
    this.#socket.destroy();
  }

  #read(chunk: Buffer): void {
    let bytes = this.#waiting ? Buffer.concat([this.#waiting, chunk]) : chunk;
    this.#waiting = undefined;
    if (this.#stage === "upgrading") {
      const end = bytes.indexOf(HEAD_END);
      if (end >= 0) {
        this.#upgraded(bytes.toString("latin1", 0, end));
        bytes = bytes.subarray(end + 4);
      } else {
        this.#waiting = bytes;
        return;
      }
    }
    let at = 0;
    while (bytes.length - at >= 2) {
      const short = (bytes[at + 1] ?? 0) & 127;
      const head = short === 126 ? 4 : short === 127 ? 10 : 2;
      if (bytes.length - at < head) break;
      const length =
        short === 126
          ? bytes.readUInt16BE(at + 2)
          : short === 127
            ? Number(bytes.readBigUInt64BE(at + 2))
            : short;
      if (bytes.length - at < head + length) break;
      this.#frame((bytes[at] ?? 0) & 15, bytes.subarray(at + head, at + head + length));
      at += head + length;
    }
    if (at < bytes.length) this.#waiting = bytes.subarray(at);
  }

  #upgraded(head: string): void {
    if (!head.startsWith("HTTP/1.1 101")) return this.#fail(head.split("\r\n")[0] ?? "no upgrade");
    this.#stage = "acknowledging";
    const { key } = this.#subscription;
    this.#send({ type: "connection_init", payload: key ? { authorization: `Bearer ${key}` } : {} });
  }

  #frame(opcode: number, payload: Buffer): void {
    if (opcode === PING) this.#write(PONG, payload);
    else if (opcode === CLOSE) this.#fail(`closed: ${payload.subarray(2).toString()}`);
    else if (opcode !== TEXT) this.#fail(`a frame of kind ${opcode}`);
    else if (this.#stage === "acknowledging") this.#acknowledged(payload.toString());
    else if (payload[TYPE_AT] === 110) this.#next(payload);
    else this.#fail(payload.toString());
  }

  #acknowledged(text: string): void {
    if (!text.includes("connection_ack")) return this.#fail(text);
    const { query, cursor } = this.#subscription;
    this.#send({
      id: "1",
      type: "subscribe",
      payload: { query, variables: cursor ? { after: cursor } : {} },
    });
    this.#stage = "subscribed";
    this.#tellHeard();
  }

  #next(payload: Buffer): void {
    this.arrivals.push(Number(process.hrtime.bigint()) / 1e6);
    this.bytes += payload.length;
    this.#frames += 1;
    if (this.#subscription.keeps) this.lastFrame = payload.toString();
    this.#tellHeard();
  }

  #tellHeard(): void {
    if (!this.#heard || !this.isOpen || this.#frames < this.#heard.frames) return;
    this.#heard.resolve();
    this.#heard = undefined;
  }

  #send(message: object): void {
    this.#write(TEXT, Buffer.from(JSON.stringify(message)));
  }

  // A client must mask what it sends; a mask of zeros leaves it as it is.
  #write(opcode: number, payload: Buffer): void {
    const { length } = payload;
    const head = Buffer.alloc(length < 126 ? 6 : 8);
    head[0] = 128 | opcode;
    head[1] = 128 | (length < 126 ? length : 126);
    if (length >= 126) head.writeUInt16BE(length, 2);
    this.#socket.write(Buffer.concat([head, payload]));
  }

  #fail(reason: string): void {
    if (this.#stage === "closed") return;
    this.failure = reason;
    this.#stage = "closed";
    this.#socket.destroy();
    this.#heard?.resolve();
  }
}
