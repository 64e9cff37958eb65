import type { IncomingMessage, ServerResponse } from "node:http";
import { BodyTooLarge, readBytes } from "../http/body.ts";
import { type Route, sendJson } from "../http/route.ts";
import { makeContext, type Platform } from "../platform/context.ts";
import { isUnavailable } from "../platform/db/errors.ts";
import { NotFromThere, type Payments } from "../platform/payments.ts";
import { SYSTEM } from "../values/actor.ts";
import { hearPayment } from "./top-up.ts";

const PATH = "/api/payments/stripe";
const MOST_BYTES = 256 * 1024;

/**
 * Where the provider of payments tells what became of them. It asks again until it is answered 200, so
 * what cannot be done now is answered with an error and what never can be with 200.
 */
export function paymentRoute(options: { platform: Platform; payments: Payments | null }): Route {
  return { path: PATH, answer: (request, response) => answer(options, request, response) };
}

async function answer(
  { platform, payments }: Parameters<typeof paymentRoute>[0],
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  if (!payments) return sendJson(response, 404, { message: "There is nothing here." });
  if (request.method !== "POST") {
    response.setHeader("allow", "POST");
    return sendJson(response, 405, { message: "News of payments come by POST." });
  }
  const ctx = makeContext(platform, SYSTEM);
  try {
    const body = await readBytes(request, MOST_BYTES);
    const signature = request.headers["stripe-signature"];
    await hearPayment(ctx, payments.read(body, typeof signature === "string" ? signature : ""));
    sendJson(response, 200, { received: true });
  } catch (error) {
    if (error instanceof BodyTooLarge) return sendJson(response, 413, { message: "That is too much." });
    if (error instanceof NotFromThere) {
      ctx.log.warn("payment news that were not signed, or too old");
      return sendJson(response, 400, { message: "The signature does not fit." });
    }
    if (!isUnavailable(error)) throw error;
    response.setHeader("retry-after", "1");
    sendJson(response, 503, { message: "Not now. Tell it again." });
  }
}
