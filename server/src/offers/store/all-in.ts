import { type SQL, sql } from "drizzle-orm";
import { HOURS_A_MONTH } from "../rules/all-in-price.ts";
import { offers } from "./tables.ts";

// What rules/all-in-price.ts computes, to the same micro-dollar, so that the database can compare
// and order by it.

export function allInPerHour(diskGb: number): SQL {
  const charged = sql`greatest(${diskGb}::bigint, ${offers.chargedDiskGbMin})`;
  const disk = sql`(${offers.diskPricePerGbMonth} * ${charged})`;
  return sql`(${offers.pricePerHour} + ${divided(disk, sql`${HOURS_A_MONTH}::bigint`)})`;
}

export function allInPerGpuHour(diskGb: number): SQL {
  return divided(allInPerHour(diskGb), sql`${offers.gpuCount}`);
}

/** Divides to the nearest whole, halves to the even neighbour. Neither is below zero. */
function divided(amount: SQL, by: SQL): SQL {
  return sql`(${amount} / ${by} + case
    when ${amount} % ${by} * 2 > ${by} or (${amount} % ${by} * 2 = ${by} and ${amount} / ${by} % 2 = 1)
    then 1 else 0 end)`;
}
