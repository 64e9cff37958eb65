export interface SparkPoint {
  /** Along the line, from 0 to 1. */
  at: number;
  value: number;
}

/**
 * The path of a small line in a box, its highest value at the top. Points further apart than `gap` are not
 * joined; a point with no neighbour is a short dash, or it would not be seen. Null when there is nothing to draw.
 */
export function sparkPath(
  points: readonly SparkPoint[],
  box: { width: number; height: number },
  gap: number,
  /** Left out, from the lowest of the points to the highest. */
  scale?: { low: number; high: number },
): string | null {
  if (points.length === 0) return null;
  const values = points.map(({ value }) => value);
  const low = scale?.low ?? Math.min(...values);
  const span = (scale?.high ?? Math.max(...values)) - low;
  const x = (at: number): string => (at * box.width).toFixed(1);
  // What never moved lies in the middle, not at the bottom.
  const y = (value: number): string =>
    (span === 0 ? box.height / 2 : box.height - ((value - low) / span) * box.height).toFixed(1);
  return points
    .map(({ at, value }, place) => {
      const before = points[place - 1];
      const isJoined = before !== undefined && at - before.at <= gap;
      const after = points[place + 1];
      const isAlone = !isJoined && !(after !== undefined && after.at - at <= gap);
      return `${isJoined ? "L" : "M"}${x(at)} ${y(value)}${isAlone ? "h1.5" : ""}`;
    })
    .join("");
}
