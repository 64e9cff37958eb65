import type { Ctx } from "../platform/context.ts";
import type { Key, Person } from "../values/actor.ts";
import { findKeyById, findMemberAs } from "./store/acting.ts";

/**
 * Who asked for something that is done later, as they stand now: a member with the role they have by then, or a key
 * that is still good. Null for who may do nothing here any more. `place` stands where a sign-in's id would.
 */
export async function actingFor(
  ctx: Ctx,
  accountId: string,
  by: string,
  place: string,
): Promise<Person | Key | null> {
  return by.startsWith("key_") ? findKeyById(ctx, accountId, by) : findMemberAs(ctx, accountId, by, place);
}
