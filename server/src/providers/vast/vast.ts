import { z } from "zod";
import type { Clock } from "../../platform/clock.ts";
import type { Log } from "../../platform/log.ts";
import type { Reply } from "../ask.ts";
import { excerpt, judgeStatus, understand } from "../judge.ts";
import { Line, type LineOptions } from "../line.ts";
import { type Listing, type Market, ProviderFailure } from "../provider.ts";
import { readRows } from "../rows.ts";
import { readOfferRow } from "./offer-row.ts";

export interface VastOptions {
  url: string;
  apiKey: string | undefined;
  clock: Clock;
  log: Log;
  patience?: LineOptions<"search">["patience"];
}

const MB = 1024 * 1024;

const search = z.object({ offers: z.array(z.unknown()) });
const refusal = z.object({
  success: z.literal(false),
  error: z.string().optional(),
  msg: z.string().optional(),
});

/** Vast.ai: a marketplace of hosts, where each row is an ask that can be rented once. */
export function makeVast({ url, apiKey, clock, log, patience }: VastOptions): Market {
  const line = new Line({
    provider: "vast",
    url,
    secret: apiKey,
    clock,
    log,
    // Ten a minute.
    paces: { search: { everyMs: 12_000, burst: 5 } },
    judge,
    ...(patience && { patience }),
  });

  return {
    id: "vast",
    name: "Vast.ai",
    connected: apiKey !== undefined,
    async listOffers(signal): Promise<Listing> {
      const reply = await line.read(
        {
          endpoint: "search",
          method: "POST",
          path: "/api/v0/bundles/",
          headers: { authorization: `Bearer ${apiKey}` },
          body: {
            rentable: { eq: true },
            rented: { eq: false },
            external: { eq: false },
            type: "on-demand",
            order: [["dph_base", "asc"]],
            limit: 100_000,
          },
          maxBytes: 64 * MB,
        },
        signal,
      );
      const { offers } = understand("vast", search, reply.body, "a search");
      const { rows, odd } = readRows({ provider: "vast", log }, "offers", offers, readOfferRow);
      return { offers: rows.flat(), odd };
    },
  };
}

function judge(reply: Reply): ProviderFailure | null {
  const refused = refusal.safeParse(reply.body);
  if (!refused.success || reply.status >= 400) return judgeStatus("vast", reply);
  const text = `${refused.data.error ?? ""} ${refused.data.msg ?? ""}`.trim();
  if (/auth|invalid user key/i.test(text)) return new ProviderFailure("vast", "unauthorised", text);
  if (/too frequent|threshold/i.test(text)) return new ProviderFailure("vast", "rate-limited", text);
  return new ProviderFailure("vast", "flaky", excerpt(text) || "refused without a reason");
}
