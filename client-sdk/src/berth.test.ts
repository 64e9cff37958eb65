import { expect, test } from "vitest";
import { Berth } from "./berth.ts";
import { SessionChangedDocument } from "./index.ts";

/** Takes every subscription, and tells nothing. */
class QuietSocket {
  static readonly CONNECTING = 0;
  static readonly OPEN = 1;
  static readonly CLOSING = 2;
  static readonly CLOSED = 3;
  static opened = 0;
  readonly readyState = 1;
  onopen: () => void = () => {};
  onclose: (event: object) => void = () => {};
  onmessage: (event: { data: string }) => void = () => {};

  constructor() {
    QuietSocket.opened += 1;
    setTimeout(() => this.onopen());
  }

  send(text: string): void {
    const { type } = JSON.parse(text) as { type: string };
    if (type === "connection_init")
      setTimeout(() => this.onmessage({ data: JSON.stringify({ type: "connection_ack" }) }));
  }

  close(code: number, reason: string): void {
    setTimeout(() => this.onclose({ code, reason, wasClean: true }));
  }
}

let streams = 0;
const quietStream = (): Promise<Response> => {
  streams += 1;
  return Promise.resolve(
    new Response(new ReadableStream(), { headers: { "content-type": "text/event-stream" } }),
  );
};

test.each([
  ["over a socket", { webSocket: QuietSocket }],
  ["by events", { live: "events", fetch: quietStream }],
] as const)(
  "closed, it follows no more and asks for nothing again, %s",
  async (_, how) => {
    const berth = new Berth({ url: "http://berth.test", ...how });
    const followed = berth.follow(SessionChangedDocument, {}).next();
    await new Promise((resolve) => setTimeout(resolve, 50));
    const begun = QuietSocket.opened + streams;
    await berth.close();
    expect(await followed).toEqual({ done: true, value: undefined });
    await new Promise((resolve) => setTimeout(resolve, 400));
    expect(QuietSocket.opened + streams).toBe(begun);
  },
  5_000,
);
