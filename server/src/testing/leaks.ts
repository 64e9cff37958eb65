import { expect } from "vitest";

// What an answer may never hold, whatever was asked: where the code lies, what it was doing, what
// the database said.
const leaks = [
  /\bat .+:\d+:\d+/,
  /\.(ts|js|mjs):\d+/,
  /node_modules|node:internal|file:\/\//,
  /\/(home|root|tmp|usr|var|work|src)\//,
  /\b(select|insert into|update|delete from)\b.+\b(from|values|set|where)\b/i,
  /syntax error at or near|invalid input syntax|relation "|column "|violates|PostgresError/i,
  /Cannot read propert|is not a function|undefined|TypeError|RangeError|ReferenceError/,
];

export function expectNoLeak(text: string): void {
  for (const leak of leaks) expect(text).not.toMatch(leak);
}
