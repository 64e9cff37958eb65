export interface FacetRow {
  value: string;
  count: number;
}

/** The most common first; what is chosen stays in the list even when nothing has it any more. */
export function facetRows(facets: readonly FacetRow[], chosen: readonly string[]): FacetRow[] {
  const rows = facets.map(({ value, count }) => ({ value, count }));
  for (const value of chosen) if (!rows.some((row) => row.value === value)) rows.push({ value, count: 0 });
  return rows.toSorted((a, b) => b.count - a.count || (a.value < b.value ? -1 : 1));
}
