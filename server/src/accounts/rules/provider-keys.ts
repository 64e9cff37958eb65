import { InvalidInput } from "../../values/refusal.ts";

const SHORTEST = 8;
const LONGEST = 500;

/** A key as it goes into a header: printable, and nothing that would end the line. */
export function readProviderKey(text: string): string {
  const key = text.trim();
  if (!/^[\x21-\x7e]*$/.test(key))
    throw new InvalidInput("key", "A key has letters, digits and signs, and no spaces within.");
  if (key.length < SHORTEST) throw new InvalidInput("key", "This is too short to be a key.");
  if (key.length > LONGEST) throw new InvalidInput("key", `A key has at most ${LONGEST} characters.`);
  return key;
}

/** The end of a key, to recognise it by: never more than a quarter of it. */
export function hintOf(key: string): string {
  return key.slice(-Math.min(4, Math.floor(key.length / 4)));
}
