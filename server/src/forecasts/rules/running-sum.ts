/**
 * What the hours until any time come to; a part of an hour counts as such. The time before the first hour costs what
 * the first does, and is below zero.
 */
export function runningSum(prices: readonly number[]): (at: number) => number {
  const sums = [0];
  for (const [hour, price] of prices.entries()) sums.push((sums[hour] ?? 0) + price);
  return (at) => {
    const hour = Math.min(Math.max(Math.floor(at), 0), prices.length - 1);
    return (sums[hour] ?? 0) + (at - hour) * (prices[hour] ?? 0);
  };
}
