import type { Account, ApiKey } from "../accounts/account.ts";
import type { Temper } from "../moods/moods.ts";
import type { World } from "../world.ts";

/** A call that has been let in, as its route sees it. */
export interface Visit {
  world: World;
  account: Account;
  moods: Temper;
  /** Null where a route is open and the caller showed no key. */
  key: ApiKey | null;
  params: readonly string[];
  query: URLSearchParams;
  body: unknown;
}
