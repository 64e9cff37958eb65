import { circuitBreaker, ConsecutiveBreaker, ExponentialBackoff, handleWhen, retry, wrap } from "cockatiel";
import { z } from "zod";
import type { Log } from "../../platform/log.ts";
import { metrics } from "../../platform/metrics.ts";
import { ask } from "../ask.ts";
import { type Listing, type Provider, ProviderFailure } from "../provider.ts";
import { readOfferRow } from "./offer-row.ts";

const reply = z.object({ offers: z.array(z.unknown()) });
const refusal = z.object({
  success: z.literal(false),
  error: z.string().optional(),
  msg: z.string().optional(),
});

/** Vast.ai: a marketplace of hosts, where each row is an ask that can be rented once. */
export function makeVast(options: { url: string; apiKey: string | undefined; log: Log }): Provider {
  const { apiKey, log } = options;
  const isFlaky = handleWhen((error) => error instanceof ProviderFailure && error.kind === "flaky");
  // Only reading is tried again. After five failures in a row it is left in peace for a while.
  const patiently = wrap(
    retry(isFlaky, {
      maxAttempts: 2,
      backoff: new ExponentialBackoff({ initialDelay: 500, maxDelay: 4_000 }),
    }),
    circuitBreaker(isFlaky, { halfOpenAfter: 30_000, breaker: new ConsecutiveBreaker(5) }),
  );

  return {
    id: "vast",
    name: "Vast.ai",
    connected: apiKey !== undefined,
    async listOffers(signal): Promise<Listing> {
      const answer = await patiently.execute(
        () =>
          ask({
            provider: "vast",
            method: "POST",
            url: new URL("/api/v0/bundles/", options.url).href,
            headers: { authorization: `Bearer ${apiKey}` },
            body: {
              rentable: { eq: true },
              rented: { eq: false },
              external: { eq: false },
              type: "on-demand",
              order: [["dph_base", "asc"]],
              limit: 100_000,
            },
            signal,
          }),
        signal,
      );
      const refused = refusal.safeParse(answer);
      if (refused.success) throw readRefusal(refused.data);
      const parsed = reply.safeParse(answer);
      if (!parsed.success)
        throw new ProviderFailure("vast", "nonsense", "answered a search without a list of offers");
      return readListing(parsed.data.offers, log);
    },
  };
}

function readRefusal({ error = "", msg = "" }: z.infer<typeof refusal>): ProviderFailure {
  const text = `${error} ${msg}`.trim();
  if (/auth|invalid user key/i.test(text)) return new ProviderFailure("vast", "unauthorised", text);
  if (/too frequent|threshold/i.test(text)) return new ProviderFailure("vast", "rate-limited", text);
  return new ProviderFailure("vast", "flaky", text || "refused a search without a reason");
}

function readListing(rows: readonly unknown[], log: Log): Listing {
  const offers = [];
  let odd = 0;
  for (const value of rows) {
    const read = readOfferRow(value);
    if (read) offers.push(...read);
    else odd += 1;
  }
  if (odd > 0) {
    metrics.oddRows.inc({ provider: "vast" }, odd);
    log.warn({ provider: "vast", odd, of: rows.length }, "left out rows of no known shape");
  }
  // A list of nothing but nonsense is no list.
  if (rows.length > 0 && offers.length === 0) {
    throw new ProviderFailure("vast", "nonsense", `answered ${rows.length} rows, none of a known shape`);
  }
  return { offers, odd };
}
