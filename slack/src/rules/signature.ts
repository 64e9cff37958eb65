import { createHmac, timingSafeEqual } from "node:crypto";

// Whether a request is Slack's: signed over the very bytes that came, and not older than five minutes. A body that was
// parsed and written again is another body.

export const WINDOW_SECONDS = 5 * 60;

export interface SignedRequest {
  timestamp: string | undefined;
  signature: string | undefined;
  body: Buffer;
}

export function isSigned(
  secret: string,
  { timestamp, signature, body }: SignedRequest,
  now: number,
): boolean {
  if (!timestamp || !signature || !/^\d{1,12}$/.test(timestamp)) return false;
  if (Math.abs(now / 1000 - Number(timestamp)) > WINDOW_SECONDS) return false;
  const expected = createHmac("sha256", secret).update(`v0:${timestamp}:`).update(body).digest("hex");
  const given = Buffer.from(signature);
  const wanted = Buffer.from(`v0=${expected}`);
  return given.length === wanted.length && timingSafeEqual(given, wanted);
}
