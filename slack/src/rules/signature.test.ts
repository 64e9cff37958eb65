import { createHmac } from "node:crypto";
import { expect, test } from "vitest";
import { isSigned, WINDOW_SECONDS } from "./signature.ts";

const secret = "signing";
const now = 1_764_000_000_000;
const body = Buffer.from("token=x&text=caf%C3%A9");
const sign = (timestamp: string, signed = body, by = secret) =>
  `v0=${createHmac("sha256", by).update(`v0:${timestamp}:`).update(signed).digest("hex")}`;
const stamp = (seconds = 0) => String(now / 1000 + seconds);

test("what Slack signed within five minutes is Slack's", () => {
  for (const seconds of [0, -WINDOW_SECONDS, WINDOW_SECONDS])
    expect(isSigned(secret, { timestamp: stamp(seconds), signature: sign(stamp(seconds)), body }, now)).toBe(
      true,
    );
});

test("too old, too early, changed by a byte, signed by another, or not signed at all is refused", () => {
  const signature = sign(stamp());
  const is = (more: Partial<Parameters<typeof isSigned>[1]>) =>
    isSigned(secret, { timestamp: stamp(), signature, body, ...more }, now);
  const late = stamp(-WINDOW_SECONDS - 1);
  const early = stamp(WINDOW_SECONDS + 1);
  expect(is({ timestamp: late, signature: sign(late) })).toBe(false);
  expect(is({ timestamp: early, signature: sign(early) })).toBe(false);
  expect(is({ body: Buffer.from("token=x&text=cafe") })).toBe(false);
  expect(is({ signature: sign(stamp(), body, "other") })).toBe(false);
  expect(is({ signature: undefined })).toBe(false);
  expect(is({ timestamp: undefined })).toBe(false);
  expect(is({ signature: "v0=00" })).toBe(false);
  expect(is({ timestamp: "1e9", signature: sign("1e9") })).toBe(false);
});
