/**
 * A series' prices as logarithms, with running sums, so that what was known at any hour is read off without going
 * through the hours before it again.
 */
export interface PricePath {
  logs: Float64Array;
  /** How far the price went until an hour, there and back. */
  travelled: Float64Array;
  /** How often it changed. */
  changes: Float64Array;
  /** How many of the changes went the same way as the one before. */
  kept: Float64Array;
  /** The hour of the last change; -1 before the first. */
  changedAt: Float64Array;
  /** Which way the last change went, 1 or -1, and the hour of the first that went so; nothing before the first. */
  direction: Float64Array;
  turnedAt: Float64Array;
  /** The lowest and the highest until an hour. */
  lowest: Float64Array;
  highest: Float64Array;
  /** The sum of the logarithms until an hour, and of how far each is from that of a day before. */
  summed: Float64Array;
  moved: Float64Array;
}

const DAY = 24;

export function makePricePath(prices: Float64Array): PricePath {
  const logs = prices.map(Math.log);
  const { length } = logs;
  const path: PricePath = {
    logs,
    travelled: new Float64Array(length),
    changes: new Float64Array(length),
    kept: new Float64Array(length),
    changedAt: new Float64Array(length).fill(-1),
    direction: new Float64Array(length),
    turnedAt: new Float64Array(length),
    lowest: logs.slice(),
    highest: logs.slice(),
    summed: logs.slice(),
    moved: new Float64Array(length),
  };
  let direction = 0;
  for (let hour = 1; hour < length; hour++) {
    const step = (logs[hour] ?? 0) - (logs[hour - 1] ?? 0);
    const changed = step !== 0;
    path.travelled[hour] = (path.travelled[hour - 1] ?? 0) + Math.abs(step);
    path.changes[hour] = (path.changes[hour - 1] ?? 0) + (changed ? 1 : 0);
    path.kept[hour] = (path.kept[hour - 1] ?? 0) + (step * direction > 0 ? 1 : 0);
    path.changedAt[hour] = changed ? hour : (path.changedAt[hour - 1] ?? -1);
    const log = logs[hour] ?? 0;
    path.lowest[hour] = Math.min(path.lowest[hour - 1] ?? log, log);
    path.highest[hour] = Math.max(path.highest[hour - 1] ?? log, log);
    path.summed[hour] = (path.summed[hour - 1] ?? 0) + log;
    path.moved[hour] = (path.moved[hour - 1] ?? 0) + Math.abs(log - (logs[hour - DAY] ?? log));
    const turned = changed && step * direction <= 0;
    if (changed) direction = Math.sign(step);
    path.direction[hour] = direction;
    path.turnedAt[hour] = turned ? hour : (path.turnedAt[hour - 1] ?? 0);
  }
  return path;
}

/** How far the price went an hour, of the last `hours`. */
export function restlessness({ travelled }: PricePath, at: number, hours: number): number {
  const from = Math.max(at - hours, 0);
  return from < at ? ((travelled[at] ?? 0) - (travelled[from] ?? 0)) / (at - from) : 0;
}

/** The share of changes that went the same way as the one before; a half while nothing tells. */
export function persistence({ changes, kept }: PricePath, at: number): number {
  return ((kept[at] ?? 0) + 1) / (Math.max(0, (changes[at] ?? 0) - 1) + 2);
}

/** How far the price goes in a day, all in all, as a logarithm. */
export function dailyMovement({ moved }: PricePath, at: number): number {
  return (moved[at] ?? 0) / Math.max(at - DAY + 1, 1);
}
