import { createHash } from "node:crypto";
import type { ServerResponse } from "node:http";
import { actingFor } from "../accounts/index.ts";
import type { Route } from "../http/route.ts";
import { type Ctx, makeContext, type Platform } from "../platform/context.ts";
import { isUnavailable } from "../platform/db/errors.ts";
import { SYSTEM } from "../values/actor.ts";
import { may } from "../values/permission.ts";
import { hashOfToken } from "./feed-token.ts";
import { readEntries, readWindowEntries } from "./read-entries.ts";
import { writeFeed } from "./rules/ics.ts";
import { type FeedRow, findFeedByHash, noteRead } from "./store/feeds.ts";

// Where calendar programs read. The address is the proof, and what it opens is what its owner may see at this moment:
// who has left the account reads nothing. An address that is wrong, was taken back, or is of somebody who left gets
// the same answer, word for word.

const PATH = "/api/feeds";

export const feedAddress = (publicUrl: string, token: string) =>
  new URL(`${PATH}/${token}.ics`, publicUrl).href;

export function feedRoute(options: { platform: Platform; publicUrl: string }): Route {
  return {
    path: PATH,
    async answer(request, response) {
      if (request.method !== "GET" && request.method !== "HEAD") {
        response.setHeader("allow", "GET, HEAD");
        return say(response, 405, "Read a calendar by GET.");
      }
      const [path = ""] = (request.url ?? "").split("?");
      const token = /^\/api\/feeds\/([\w-]{1,100})\.ics$/.exec(path)?.[1] ?? "";
      try {
        const text = await read(options, token);
        if (text === null) return say(response, 404, "There is no such calendar.");
        send(response, text, request.headers["if-none-match"], request.method === "HEAD");
      } catch (error) {
        if (!isUnavailable(error)) throw error;
        response.setHeader("retry-after", "60");
        say(response, 503, "Berth cannot reach its database at the moment.");
      }
    },
  };
}

async function read(
  { platform, publicUrl }: { platform: Platform; publicUrl: string },
  token: string,
): Promise<string | null> {
  const hash = hashOfToken(token);
  if (hash === null) return null;
  const feed = await findFeedByHash(makeContext(platform, SYSTEM), hash);
  if (!feed) return null;
  const owner = await actingFor(makeContext(platform, SYSTEM), feed.accountId, feed.userId, feed.id);
  if (!owner || !may(owner, "reservations.read")) return null;
  const ctx = makeContext(platform, owner);
  const text = writeFeed(await entriesOf(ctx, feed), { name: feed.name, zone: feed.zone, origin: publicUrl });
  await noteRead(ctx, feed.id);
  return text;
}

async function entriesOf(ctx: Ctx, feed: FeedRow) {
  const { scope, poolId, userId, windowsGpu: gpu, windowsGpuCount: gpuCount, windowsHours: hours } = feed;
  const entries = await readEntries(ctx, { poolId, createdBy: scope === "own" ? userId : null });
  if (gpu === null || gpuCount === null || hours === null) return entries;
  return [...entries, ...(await readWindowEntries(ctx, { gpu, gpuCount, hours }, { id: feed.id }))];
}

function send(response: ServerResponse, text: string, known: string | undefined, bare: boolean): void {
  const tag = `"${createHash("sha256").update(text).digest("base64url").slice(0, 27)}"`;
  response.setHeader("etag", tag);
  response.setHeader("cache-control", "private, no-cache");
  response.setHeader("referrer-policy", "no-referrer");
  response.setHeader("x-robots-tag", "noindex");
  const tags = (known ?? "").split(",").map((one) => one.trim().replace(/^W\//, ""));
  if (tags.includes(tag) || tags.includes("*")) return void response.writeHead(304).end();
  response.writeHead(200, {
    "content-type": "text/calendar; charset=utf-8",
    "content-disposition": `inline; filename="berth.ics"`,
    "content-length": Buffer.byteLength(text),
  });
  response.end(bare ? undefined : text);
}

function say(response: ServerResponse, status: number, text: string): void {
  response.setHeader("content-type", "text/plain; charset=utf-8");
  response.writeHead(status).end(`${text}\n`);
}
