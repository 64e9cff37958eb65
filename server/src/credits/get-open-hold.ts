import type { Ctx } from "../platform/context.ts";
import { NotFound } from "../values/refusal.ts";
import { HoldIsOver } from "./refusals.ts";
import { type Earlier, type HoldRow, readHold } from "./store/holds.ts";
import type { Kind } from "./store/tables.ts";

type Name = { kind: Kind; reference: string };

export async function getHold(
  ctx: Ctx,
  accountId: string,
  holdId: string,
  name?: Name,
): Promise<{ hold: HoldRow; earlier: Earlier | null }> {
  const found = await readHold(ctx, accountId, holdId, name);
  if (!found) throw new NotFound("hold", holdId);
  return found;
}

/** A hold that has not resolved. That something was done before under the same name is answered all the same. */
export async function getOpenHold(
  ctx: Ctx,
  accountId: string,
  holdId: string,
  name?: Name,
): Promise<{ hold: HoldRow; earlier: Earlier | null }> {
  const found = await getHold(ctx, accountId, holdId, name);
  if (found.hold.state !== "open" && !found.earlier) throw new HoldIsOver(holdId, found.hold.state);
  return found;
}

/** Its time ran out, and what was left of it was given back. It stays so. */
export async function hasLapsed(ctx: Ctx, accountId: string, holdId: string): Promise<boolean> {
  return (await getHold(ctx, accountId, holdId)).hold.state === "lapsed";
}
