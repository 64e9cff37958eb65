/** The search of an address, as Next hands it to a page. */
export type SearchParams = Record<string, string | string[] | undefined>;

export function toUrlSearch(params: SearchParams): URLSearchParams {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(params)) {
    for (const each of [value].flat()) if (each !== undefined) search.append(name, each);
  }
  return search;
}
