import type { ServerResponse } from "node:http";
import type { Route } from "../http/route.ts";
import { type Ctx, inTransaction } from "../platform/context.ts";
import { isUnavailable } from "../platform/db/errors.ts";
import type { Seal } from "../platform/seal.ts";
import { note } from "./set.ts";
import { lockAnyChannel, updateChannel } from "./store/channels.ts";

// In one click and without signing in, as RFC 8058 has it: mail programs POST here by themselves. Who opens the
// address is asked first, because programs that look for viruses open every address there is. The address is its own
// proof: only who got the letter has it.

const PATH = "/api/unsubscribe";
const PLACE = "unsubscribe";

export const unsubscribeUrl = (seal: Seal, publicUrl: string) => (channelId: string) =>
  new URL(`${PATH}?of=${encodeURIComponent(seal.close(channelId, PLACE))}`, publicUrl).href;

export function unsubscribeRoute(makeCtx: () => Ctx): Route {
  return {
    path: PATH,
    async answer(request, response) {
      const ctx = makeCtx();
      const of = new URL(request.url ?? "", "http://berth").searchParams.get("of") ?? "";
      const channelId = of.length < 1_000 ? ctx.seal.open(of, PLACE) : null;
      if (channelId === null) return page(response, 404, "This address is not one that Berth gave out.");
      if (request.method === "GET")
        return page(response, 200, "Get no more mail of this alert channel?", true);
      if (request.method !== "POST") return page(response, 405, "Open this address, or POST to it.");
      try {
        await pause(ctx, channelId);
      } catch (error) {
        if (!isUnavailable(error)) throw error;
        return page(response, 503, "Berth cannot reach its database at the moment. Try again shortly.");
      }
      page(
        response,
        200,
        "No more mail comes of this alert channel. It can be let on again on the page Alerts.",
      );
    },
  };
}

/** Twice is as good as once, and one that is gone sends nothing anyway. */
async function pause(ctx: Ctx, channelId: string): Promise<void> {
  await inTransaction(ctx, async (ctx) => {
    const channel = await lockAnyChannel(ctx, channelId);
    if (!channel || channel.pausedAt) return;
    await updateChannel(ctx, channelId, { pausedAt: ctx.now() });
    await note(ctx, channel, "unsubscribed");
  });
}

function page(response: ServerResponse, status: number, text: string, asks = false): void {
  response.setHeader("content-type", "text/html; charset=utf-8");
  response.setHeader(
    "content-security-policy",
    "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'",
  );
  response.setHeader("referrer-policy", "no-referrer");
  const form = asks ? `<form method="post"><button>No more mail</button></form>` : "";
  response
    .writeHead(status)
    .end(
      `<!doctype html><html lang="en"><title>Berth</title><meta name="viewport" content="width=device-width">` +
        `<body style="font:16px/1.5 system-ui,sans-serif;max-width:34em;margin:10vh auto;padding:0 24px">` +
        `<p>${text}</p>${form}</body></html>`,
    );
}
