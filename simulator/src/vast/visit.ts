import type { Account, ApiKey } from "../accounts/account.ts";
import type { Answer } from "../http/exchange.ts";
import type { MoodsOf } from "../moods/moods.ts";
import type { World } from "../world.ts";
import type { Endpoint } from "./endpoints.ts";

/** A call that has been let in, as its route sees it. */
export interface Visit {
  world: World;
  account: Account;
  moods: MoodsOf;
  /** Null where a route is open and the caller showed no key. */
  key: ApiKey | null;
  params: readonly string[];
  query: URLSearchParams;
  body: unknown;
}

export interface Route {
  method: string;
  /** ":id" stands for a whole number. */
  path: string;
  endpoint: Endpoint;
  handle: (visit: Visit) => Answer;
  /** Answers without a key. */
  open?: boolean;
  /** Closed to keys that may only read. */
  changes?: boolean;
}
