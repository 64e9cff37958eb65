import type DataLoader from "dataloader";
import type { Ctx } from "../platform/context.ts";
import type { Sql } from "../platform/db/database.ts";
import type { Google } from "../platform/google/google.ts";
import type { Payments } from "../platform/payments.ts";
import type { Sandbox } from "../platform/sandbox.ts";
import type { OpenCloud } from "../providers/make-providers.ts";
import type { Position } from "../values/cursor.ts";

/** In points. */
export interface Cost {
  requested: number;
  remaining: number;
  limit: number;
}

/** What every resolver is given: a verb's context, and what belongs to this one request. */
export interface GraphContext extends Ctx {
  requestId: string;
  sql: Sql;
  /** How credit is paid for, where it can be. */
  payments: Payments | null;
  /** Null where no Google Calendar is offered. */
  google: Google | null;
  /** Null where no cloud is asked on behalf of a request. */
  openCloud: OpenCloud | null;
  /** Null where anything is real, and so where nobody may move the clock. */
  sandbox: Sandbox | null;
  /** Where the console is, and this API beside it. */
  publicUrl: string;
  /** Whether webhooks may lead into the network that this Berth stands in. */
  webhooksToPrivate: boolean;
  /** The last place that a reader may begin from, read after it is asked for, once for all who wait. */
  head(): Promise<Position>;
  /** A selection on an event as it will be asked, or why it cannot be. */
  readSelection(selection: string): { selection: string } | { refused: string };
  /** What this operation cost, and what is left; null for what nobody is counted for. */
  cost: Cost | null;
  loaders: Map<LoaderFactory<never, never>, DataLoader<never, never>>;
}

type LoaderFactory<K, V> = (ctx: GraphContext) => DataLoader<K, V>;

/** One loader of a kind per request, so that a list's rows ask the database once together. */
export function loader<K, V>(ctx: GraphContext, make: LoaderFactory<K, V>): DataLoader<K, V> {
  const known = ctx.loaders as unknown as Map<LoaderFactory<K, V>, DataLoader<K, V>>;
  let found = known.get(make);
  if (!found) {
    found = make(ctx);
    known.set(make, found);
  }
  return found;
}
