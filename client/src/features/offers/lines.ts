import { readFragment } from "#gql/fragment-masking.ts";
import { OfferSearchFragmentDoc } from "#gql/offers.ts";
import type { ReadSearchLineQuery } from "#gql/graphql.ts";
import { anyOffer, searchOf, type OfferSearch } from "./search.ts";

/** Why a line is no search, and the words that could be meant in the place of one of its own. */
export interface LineRefused {
  line: string;
  message: string;
  word: string;
  meant: readonly string[];
}

/** What the server made of a line: the search it says, with the line as it is always written, or a refusal. */
export interface LineRead {
  /** As it was typed. */
  asked: string;
  line: string;
  search: OfferSearch;
  refused: LineRefused | null;
}

/** No line looks for anything. */
export const noLine: LineRead = { asked: "", line: "", search: anyOffer, refused: null };

export function lineRead(line: string, { parseOfferSearch: read }: ReadSearchLineQuery): LineRead {
  if (read.__typename === "OfferSearch") {
    const said = readFragment(OfferSearchFragmentDoc, read);
    return { asked: line, line: said.text, search: searchOf(said), refused: null };
  }
  const { message } = read;
  const hint =
    read.__typename === "SearchNotUnderstood"
      ? { word: read.word, meant: read.meant }
      : read.__typename === "UnknownGpu"
        ? { word: read.gpu, meant: read.nearest }
        : { word: "", meant: [] };
  return { asked: line, line, search: anyOffer, refused: { line, message, ...hint } };
}

/** The line with one of its words written as it could be meant. */
export function lineWith({ line, word }: LineRefused, meant: string): string {
  const written = meant.includes(" ") ? `"${meant}"` : meant;
  return word !== "" && line.includes(word) ? line.replace(word, written) : `${line} ${written}`.trim();
}
