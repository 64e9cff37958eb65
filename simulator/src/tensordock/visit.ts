import type { Account } from "../accounts/account.ts";
import type { Temper } from "../moods/moods.ts";
import type { World } from "../world.ts";

/** A call that has been let in, as its route sees it. */
export interface Visit {
  world: World;
  account: Account;
  moods: Temper;
  params: readonly string[];
  body: unknown;
}
