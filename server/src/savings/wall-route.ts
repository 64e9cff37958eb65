import { LRUCache } from "lru-cache";
import type { ServerResponse } from "node:http";
import { Buckets } from "../http/bucket.ts";
import { type Route, sendJson } from "../http/route.ts";
import { type Ctx, makeContext, type Platform } from "../platform/context.ts";
import { isUnavailable } from "../platform/db/errors.ts";
import { SYSTEM } from "../values/actor.ts";
import { formatUsd } from "../values/money.ts";
import { type Facts, readFacts, tickOf } from "./read-tick.ts";
import { clouds } from "./rules/clouds.ts";
import { hasRun } from "./store/metered.ts";
import { findWallLink, noteWallRead, type WallLinkRow } from "./store/wall-links.ts";
import { openWallToken } from "./wall-links.ts";

// Where a screen on a wall reads what is saved: sums of the account, and of nothing else. It needs no cookie, sets none
// and reads none. An address that is wrong and one that was taken back get the same answer, word for word.

const PATH = "/api/wall";
/** Ten screens at one address, each every two seconds. */
const READS_PER_MINUTE = 300;
/** What began or ended since is seen so much later. */
const FACTS_KEPT_MS = 5_000;

type Kept = { facts: Facts; everRan: boolean; until: number };

export function wallRoute(options: { platform: Platform; readsPerMinute?: number }): Route {
  const { platform, readsPerMinute = READS_PER_MINUTE } = options;
  const buckets = new Buckets(platform.clock, readsPerMinute);
  const kept = new LRUCache<string, Promise<Kept>>({ max: 1_000 });
  return {
    path: PATH,
    async answer(request, response) {
      harden(response);
      if (request.method !== "GET") {
        response.setHeader("allow", "GET");
        return sendJson(response, 405, { message: "Read it by GET." });
      }
      const [path = ""] = (request.url ?? "").split("?");
      const token = /^\/api\/wall\/([\w.-]{1,300})$/.exec(path)?.[1] ?? "";
      const opened = openWallToken(platform.seal, token);
      if (!opened) return gone(response);
      const { ok, retryAfterMs } = buckets.pour(opened.id, 1);
      if (!ok) {
        response.setHeader("retry-after", String(Math.ceil(retryAfterMs / 1_000)));
        return sendJson(response, 429, { message: "So many read here that no more can." });
      }
      try {
        const ctx = makeContext(platform, SYSTEM);
        const link = await findWallLink(ctx, opened.id, opened.hash);
        if (!link) return gone(response);
        await noteWallRead(ctx, link.id);
        sendJson(response, 200, tell(link, await keep(ctx, kept, link.accountId), ctx.now()));
      } catch (error) {
        if (!isUnavailable(error)) throw error;
        response.setHeader("retry-after", "5");
        sendJson(response, 503, { message: "Berth cannot reach its database at the moment." });
      }
    },
  };
}

function harden(response: ServerResponse): void {
  response.setHeader("cache-control", "no-store");
  response.setHeader("referrer-policy", "no-referrer");
  response.setHeader("x-robots-tag", "noindex");
}

function gone(response: ServerResponse): void {
  sendJson(response, 404, { message: "There is nothing here, or no longer." });
}

function keep(ctx: Ctx, kept: LRUCache<string, Promise<Kept>>, accountId: string): Promise<Kept> {
  const now = ctx.now();
  const fresh = async (): Promise<Kept> => {
    const [facts, everRan] = await Promise.all([readFacts(ctx, accountId, now), hasRun(ctx, accountId)]);
    return { facts, everRan, until: Math.min(now.getTime() + FACTS_KEPT_MS, facts.until.getTime()) };
  };
  const before = kept.get(accountId);
  const next = before ? before.then((one) => (one.until > now.getTime() ? one : fresh())) : fresh();
  kept.set(accountId, next);
  next.catch(() => kept.delete(accountId));
  return next;
}

/** Sessions are told by their place: whose they are is nobody's business who passes by. */
function tell({ name, cloud }: WallLinkRow, { facts, everRan }: Kept, now: Date) {
  const { at, since, total, rates, sessions } = tickOf(facts, now);
  const at_ = (figures: typeof total, own: typeof rates) =>
    clouds.map((cloud) => {
      const { compared, reference } = figures.clouds[cloud];
      const perHour = own.clouds[cloud];
      return {
        cloud: cloud.toUpperCase(),
        compared: formatUsd(compared),
        reference: formatUsd(reference),
        saved: formatUsd(reference - compared),
        comparedPerHour: formatUsd(perHour.compared),
        referencePerHour: formatUsd(perHour.reference),
        savedPerHour: formatUsd(perHour.reference - perHour.compared),
      };
    });
  return {
    name,
    cloud: cloud.toUpperCase(),
    everRan,
    tick: {
      at: at.toISOString(),
      since: since.toISOString(),
      paid: formatUsd(total.paid),
      ratePerHour: formatUsd(rates.ratePerHour),
      clouds: at_(total, rates),
      sessions: sessions.map(({ figures, rates: own }, place) => ({
        sessionId: String(place + 1),
        paid: formatUsd(figures.paid),
        ratePerHour: formatUsd(own.ratePerHour),
        clouds: at_(figures, own),
      })),
    },
  };
}
