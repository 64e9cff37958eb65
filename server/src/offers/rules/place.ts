import { inSmallLetters } from "./filter.ts";

// A place as people say it: part of a region's name, or a country's two letters. Two letters alone are also
// those of a state, as in "Austin, TX", and so a word of the name; "no" is Norway, and not Illinois.

const LETTERS = /^[a-z]{2}$/i;

/** The country of these letters; null for words that are no letters of one. */
export const countryOf = (place: string): string | null => (LETTERS.test(place) ? place.toUpperCase() : null);

export function liesIn(
  place: string,
  { region, country }: { region: string; country: string | null },
): boolean {
  const letters = countryOf(place);
  if (letters === null) return inSmallLetters(region).includes(inSmallLetters(place));
  return country === letters || new RegExp(`\\b${letters}\\b`, "i").test(region);
}
