import type { MarketPicker_SeriesFragment, PriceKind } from "#gql/graphql.ts";

export type Market = MarketPicker_SeriesFragment;

const kinds: Record<PriceKind, string> = {
  ON_DEMAND: "on demand",
  INTERRUPTIBLE: "interruptible",
  RENTED: "rented, by its own figures",
  AVAILABLE: "available, by its own figures",
};

export function gpuOf({ gpuModel, gpuSocket }: Pick<Market, "gpuModel" | "gpuSocket">): string {
  return gpuSocket === null ? gpuModel : `${gpuModel} ${gpuSocket}`;
}

export function kindWord(kind: string): string {
  return kinds[kind.toUpperCase() as PriceKind] ?? kind;
}

/** "Vast.ai, on demand": which of a GPU's markets it is. */
export function marketWord(market: Market, providers: ReadonlyMap<string, string>): string {
  const at = providers.get(market.providerId) ?? market.providerId;
  return [at, market.region, kindWord(market.kind)].filter(Boolean).join(", ");
}

/** Every GPU once, and the markets of the one that is chosen. */
export function choicesOf(
  markets: readonly Market[],
  chosen: Market | undefined,
): { gpus: string[]; markets: Market[] } {
  const gpus = [...new Set(markets.map(gpuOf))].toSorted((a, b) => a.localeCompare(b, "en"));
  const own = chosen ? markets.filter((market) => gpuOf(market) === gpuOf(chosen)) : [];
  return { gpus, markets: own };
}

const usualFirst: readonly PriceKind[] = ["AVAILABLE", "ON_DEMAND", "RENTED", "INTERRUPTIBLE"];

/** The market that is shown first of a GPU. */
export function firstMarketOf(markets: readonly Market[], gpu: string): Market | undefined {
  return markets
    .filter((market) => gpuOf(market) === gpu)
    .toSorted((a, b) => usualFirst.indexOf(a.kind) - usualFirst.indexOf(b.kind))[0];
}
