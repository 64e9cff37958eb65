import { type NewPoint, writePoints } from "../offers/store/price-hours.ts";
import { HOUR_MS } from "../values/hour.ts";
import type { World } from "./world.ts";

type Market = Pick<NewPoint, "providerId" | "gpuModel" | "gpuSocket" | "region" | "kind">;

const usual: Market = {
  providerId: "vast",
  gpuModel: "H100",
  gpuSocket: "SXM",
  region: null,
  kind: "available",
};

/** Hours of a market that a provider told of: the last of these prices, in dollars, is of the hour `last`. */
export async function tellHistory(
  world: World,
  dollars: readonly number[],
  { last, ...market }: Partial<Market> & { last: Date },
): Promise<void> {
  const points = dollars.map((price, at): NewPoint => {
    const median = BigInt(Math.round(price * 1e6));
    const hour = new Date(last.getTime() - (dollars.length - 1 - at) * HOUR_MS);
    return { ...usual, ...market, hour, low: median, median, high: median, count: 5 };
  });
  await writePoints(world.ctx(), points, "provider");
}

/** A price that goes up and down by steps, the same every time: dull enough to forecast, and never flat. */
export function steps(hours: number, around = 2): number[] {
  return Array.from({ length: hours }, (_, hour) => {
    const slow = Math.sin(hour / 40) * 0.1;
    const jump = Math.floor(hour / 17) % 3 === 0 ? 0.05 : 0;
    return Number((around * (1 + slow + jump)).toFixed(3));
  });
}
