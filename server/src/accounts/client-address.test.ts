import { expect, test } from "vitest";
import { clientAddress } from "./client-address.ts";

test("who connects from outside is who they are, whatever they say", () => {
  expect(clientAddress(undefined, "203.0.113.9")).toBe("203.0.113.9");
  expect(clientAddress("198.51.100.1", "203.0.113.9")).toBe("203.0.113.9");
});

test("a proxy of ours is believed about its neighbour, and no further", () => {
  expect(clientAddress("203.0.113.9", "127.0.0.1")).toBe("203.0.113.9");
  expect(clientAddress("198.51.100.1, 203.0.113.9", "::ffff:127.0.0.1")).toBe("203.0.113.9");
  expect(clientAddress("198.51.100.1, 203.0.113.9, 10.0.0.7", "::1")).toBe("203.0.113.9");
  expect(clientAddress("2001:db8::1", "127.0.0.1")).toBe("2001:db8::1");
});

test("among neighbours only, it is the one that the last proxy saw", () => {
  expect(clientAddress(undefined, "127.0.0.1")).toBe("127.0.0.1");
  expect(clientAddress("192.168.1.20", "127.0.0.1")).toBe("192.168.1.20");
  expect(clientAddress("nonsense, <script>", undefined)).toBe("127.0.0.1");
});
