import { randomFor } from "./random.ts";

/** The same name has the same one for ever. */
export function uuidFor(name: string): string {
  const random = randomFor(`uuid/${name}`);
  const digits = Array.from({ length: 32 }, () => random.integer(0, 15));
  // What marks an id drawn at random.
  digits[12] = 4;
  digits[16] = 8 + random.integer(0, 3);
  const text = digits.map((digit) => digit.toString(16)).join("");
  return [8, 12, 16, 20, 32].map((end, at, ends) => text.slice(ends[at - 1] ?? 0, end)).join("-");
}
