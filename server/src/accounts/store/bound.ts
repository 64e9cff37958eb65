import { inArray, type SQL } from "drizzle-orm";
import type { PgColumn } from "drizzle-orm/pg-core";
import type { Ctx } from "../../platform/context.ts";
import { boundTo } from "../../values/actor.ts";

/** Rows of the consumers that who asks is bound to; no condition for who sees the whole account. */
export function ofOwnConsumers({ actor }: Pick<Ctx, "actor">, consumer: PgColumn): SQL | undefined {
  const consumers = boundTo(actor);
  return consumers === null ? undefined : inArray(consumer, [...consumers]);
}
