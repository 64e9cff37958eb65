const figures = new Intl.NumberFormat("en");

/** So many of something: “1 offer”, “1,204 offers”. */
export function counted(count: number, one: string, many?: string): string {
  return `${figures.format(count)} ${nounFor(count, one, many)}`;
}

/** What so many are called, where the figure itself stands apart. */
export function nounFor(count: number, one: string, many = `${one}s`): string {
  return count === 1 ? one : many;
}
