import { InvalidInput } from "../../values/refusal.ts";

const MOST = 50;
const CHARACTERS = 60;

/** The consumers that a key is bound to: null binds it to none, and an empty list would leave it nothing to do. */
export function readConsumers(given: readonly string[] | null): string[] | null {
  if (given === null) return null;
  const names = [...new Set(given.map((name) => name.trim()))];
  if (names.length === 0 || names.length > MOST)
    throw new InvalidInput("consumers", `Between 1 and ${MOST} consumers, or leave them out for all.`);
  const odd = names.find((name) => name === "" || name.length > CHARACTERS || /[\p{Cc}\p{Cs}]/u.test(name));
  if (odd !== undefined)
    throw new InvalidInput("consumers", `A consumer's name has 1 to ${CHARACTERS} characters, in one line.`);
  return names;
}
