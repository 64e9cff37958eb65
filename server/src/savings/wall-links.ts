import { createHash } from "node:crypto";
import { accountIdOf } from "../accounts/index.ts";
import { record } from "../events/record.ts";
import { type Ctx, inTransaction } from "../platform/context.ts";
import type { Seal } from "../platform/seal.ts";
import { actorName } from "../values/actor.ts";
import { InvalidInput, NotFound } from "../values/refusal.ts";
import type { Cloud } from "./rules/clouds.ts";
import {
  deleteWallLink,
  insertWallLink,
  listWallLinks,
  lockWallLinks,
  type WallLinkRow,
} from "./store/wall-links.ts";

// A screen on a wall signs in to nothing: its address is its proof. The token in it is the link's id, sealed by this
// Berth, so that what was never given out is told apart without asking the database; of what was, only the hash is
// kept, and one that is revoked leaves nothing.

const MOST_LINKS = 20;
const ABOUT = "link for a wall screen";

/** Its token is told this once. */
export async function createWallLink(
  ctx: Ctx,
  input: { name: string; cloud: Cloud },
): Promise<{ link: WallLinkRow; token: string }> {
  const name = input.name.trim();
  if (name === "" || name.length > 60 || /\p{Cc}/u.test(name))
    throw new InvalidInput("name", "A name of 1 to 60 characters.");
  const id = ctx.newId("wal");
  const token = ctx.seal.close(id, ABOUT);
  const accountId = accountIdOf(ctx);
  return inTransaction(ctx, async (ctx) => {
    await lockWallLinks(ctx);
    if ((await listWallLinks(ctx)).length >= MOST_LINKS)
      throw new InvalidInput("name", `An account has at most ${MOST_LINKS} of these. Revoke one first.`);
    const link = await insertWallLink(ctx, {
      id,
      accountId,
      name,
      cloud: input.cloud,
      tokenHash: hashOf(token),
      createdBy: actorName(ctx.actor),
      createdAt: ctx.now(),
    });
    await note(ctx, link, "created");
    return { link, token };
  });
}

/** From this moment nobody reads at its address. */
export async function revokeWallLink(ctx: Ctx, id: string): Promise<WallLinkRow> {
  return inTransaction(ctx, async (ctx) => {
    const link = await deleteWallLink(ctx, id);
    if (!link) throw new NotFound("link", id);
    await note(ctx, link, "revoked");
    return link;
  });
}

/** Null for what this Berth never gave out. */
export function openWallToken(seal: Seal, token: string): { id: string; hash: string } | null {
  const id = seal.open(token, ABOUT);
  return id === null ? null : { id, hash: hashOf(token) };
}

const hashOf = (token: string) => createHash("sha256").update(token).digest("hex");

async function note(
  ctx: Ctx,
  { id, accountId, name }: WallLinkRow,
  what: "created" | "revoked",
): Promise<void> {
  await record(ctx, { topic: "wall-link.changed", subject: id, accountId, payload: { name, what } });
}
