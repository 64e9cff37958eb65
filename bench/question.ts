// What is asked over HTTP, by everybody in the same words: a page of offers under a price, cheapest first.

export type Shape = { name: string; first: number; nested: boolean };

export const shapes: readonly Shape[] = [
  { name: "1 row", first: 1, nested: false },
  { name: "50 rows", first: 50, nested: false },
  { name: "50 rows, each with its provider", first: 50, nested: true },
];

/** The highest price asked for; above that of every offer, so that any such number finds the same page. */
export const HIGHEST_PRICE = "9000.000000";

/** Where in a price a counter may stand that makes each request a different one with the same answer. */
export const COUNTED_PRICE = "9#######.000000";

const FIELDS = "id kind gpuCount pricePerGpuHour pricePerHour vcpus ramGb region reliability verified";

export function queryOf({ nested }: Shape): string {
  const provider = nested ? " provider { id name lastListedAt }" : "";
  return (
    "query Offers($first: Int!, $max: Usd!) " +
    `{ offers(first: $first, filter: { pricePerGpuHourMax: $max }) { nodes { ${FIELDS}${provider} } } }`
  );
}

/** The same answer as GraphQL's `nodes`, for servers that are asked by address. */
export function pathOf({ first, nested }: Shape): string {
  return `/${nested ? "offers-with-provider" : "offers"}?first=${first}&max=${HIGHEST_PRICE}`;
}
