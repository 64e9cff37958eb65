import { afterEach, beforeEach, expect, test, vi } from "vitest";

/** A socket at whose other end is the test. */
class FakeSocket {
  static readonly CONNECTING = 0;
  static readonly OPEN = 1;
  static readonly CLOSING = 2;
  static readonly CLOSED = 3;
  static last: FakeSocket;
  readyState = FakeSocket.OPEN;
  readonly said: string[] = [];
  onopen: () => void = () => {};
  onmessage: (event: { data: string }) => void = () => {};

  constructor() {
    FakeSocket.last = this;
  }

  send(message: string): void {
    this.said.push((JSON.parse(message) as { type: string }).type);
  }

  close(): void {
    this.readyState = FakeSocket.CLOSED;
  }
}

const listeners = { addEventListener: () => {} };
beforeEach(() => {
  vi.resetModules();
  vi.stubGlobal("WebSocket", FakeSocket);
  vi.stubGlobal("window", { ...listeners, location: { href: "http://berth.test/offers" } });
  vi.stubGlobal("document", listeners);
});
afterEach(() => {
  vi.unstubAllGlobals();
  // What a page knows is kept by its modules, and other files' are these.
  vi.resetModules();
});

/** A page of Ada's first account that listens to something, once its socket is acknowledged like this. */
async function acknowledged(payload?: object) {
  const { setViewer } = await import("../viewer.ts");
  const { onAccessChanged, socket } = await import("./socket.ts");
  setViewer({ accountId: "acc_1", userId: "usr_ada" });
  const accessChanged = vi.fn<() => void>();
  onAccessChanged(accessChanged);
  const ended = vi.fn<() => void>();
  socket().subscribe({ query: "subscription { tick }" }, { next: ended, error: ended, complete: ended });
  const line = FakeSocket.last;
  line.onopen();
  await vi.waitFor(() => expect(line.said).toEqual(["connection_init"]));
  line.onmessage({ data: JSON.stringify({ type: "connection_ack", payload }) });
  await vi.waitFor(() => expect(line.said.length + ended.mock.calls.length).toBe(2));
  return { said: line.said, accessChanged, ended };
}

test.each([
  ["in another account", { accountId: "acc_2", userId: "usr_ada" }],
  ["as somebody else", { accountId: "acc_1", userId: "usr_bo" }],
])("E2: a page that comes back %s is told so, and asks for nothing there", async (_how, payload) => {
  const { said, accessChanged, ended } = await acknowledged(payload);
  expect(said).toEqual(["connection_init"]);
  expect(accessChanged).toHaveBeenCalledOnce();
  expect(ended).toHaveBeenCalledOnce();
});

test.each([
  ["as its viewer", { accountId: "acc_1", userId: "usr_ada" }],
  ["to a server that does not say as whom", undefined],
])("a page that comes back %s goes on", async (_how, payload) => {
  const { said, accessChanged } = await acknowledged(payload);
  expect(said).toEqual(["connection_init", "subscribe"]);
  expect(accessChanged).not.toHaveBeenCalled();
});
