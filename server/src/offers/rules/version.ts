// A version is compared number by number: 12.10 is later than 12.9. What a provider writes otherwise
// is no version, and never late enough.

/** How a version is written; store/filter.ts asks the same of what is stored. */
export const VERSION = "^[0-9]{1,4}([.][0-9]{1,4}){0,3}$";

const shape = new RegExp(VERSION);

export function isVersion(text: string): boolean {
  return shape.test(text);
}

/** Its numbers, without noughts at the end: 12.0 asks for no more than 12. */
export function readVersion(text: string): number[] {
  const numbers = text.split(".").map(Number);
  while (numbers.length > 1 && numbers.at(-1) === 0) numbers.pop();
  return numbers;
}

export function isAtLeastVersion(text: string | null, least: readonly number[]): boolean {
  if (text === null || !isVersion(text)) return false;
  const numbers = text.split(".").map(Number);
  for (const [at, wanted] of least.entries()) {
    const number = numbers[at];
    if (number === undefined || number < wanted) return false;
    if (number > wanted) return true;
  }
  return true;
}
