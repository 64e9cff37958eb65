import { Field, ObjectType } from "type-graphql";
import { InvalidInputType, RefusalType, resultUnion } from "../../graphql/refusals.ts";
import { printSearch } from "../rules/print-search.ts";
import type { OfferSearch } from "../rules/search-terms.ts";
import { OfferFilterInput, OfferSortInput } from "./types.ts";

/** The grammar, for whoever writes a line: rules/parse-search.ts reads it. */
export const GRAMMAR = [
  "Words stand in any order, with spaces between them:",
  "`h100`, `rtx-4090,a100`, `h100-sxm` (GPUs);",
  "`x8`, `x4+`, `x4-8`, `x-8` (how many: exactly, at least, between, at most);",
  "`<2.50/gpu`, `>1/gpu` (price of a GPU-hour); `allin<2.60/gpu`, `allin<20/machine`, `disk:200` (with everything, for such a disk);",
  '`vram>80`, `80gb`, `vram<48`, `total-vram>640`; `region:us,de` (two letters are a country), `region:texas`, `region:"new york"`;',
  "`provider:vast`; `socket:sxm`; `on-demand`, `interruptible`;",
  "`reliability>0.98`, `cuda>12.4`, `down>500`, `up>500` (Mbps), `disk>200`, `vcpus>16`, `ram>64`, `duration>24h`;",
  "`availability>0.9`, `verified`, `datacenter`, `consumer`, `suppressed` (those left out after failures, too); `sort:price,-reliability`.",
  "“>” means at least, “<” at most. A word that makes no sense is refused by name.",
].join(" ");

export const IN_A_LINE = "The search as one line, in place of a filter: see parseOfferSearch.";

@ObjectType("OfferSearch", { description: "A search, as a line and in its parts." })
class OfferSearchType {
  @Field(() => String, {
    description: "The line as it is always written: the same search has the same line.",
  })
  text: string;

  @Field(() => OfferFilterInput)
  filter: OfferFilterInput;

  @Field(() => [OfferSortInput])
  sort: OfferSortInput[];
}

@ObjectType("UnknownGpu", { implements: RefusalType, description: "A GPU that nobody knows." })
export class UnknownGpuType extends RefusalType {
  @Field(() => String)
  gpu: string;

  @Field(() => [String], { description: "The three names nearest to it." })
  nearest: string[];
}

@ObjectType("SearchNotUnderstood", {
  implements: RefusalType,
  description: "A word of the line makes no sense.",
})
class SearchNotUnderstoodType extends RefusalType {
  @Field(() => String)
  word: string;

  @Field(() => [String], { description: "What could be meant." })
  meant: string[];
}

export const ParsedOfferSearch = resultUnion(
  "ParsedOfferSearch",
  OfferSearchType,
  UnknownGpuType,
  SearchNotUnderstoodType,
  InvalidInputType,
);

export function readSortTerm({ field, direction }: OfferSortInput): OfferSearch["sort"][number] {
  return { field, descending: direction === "desc" };
}

export function toSearch(search: OfferSearch): OfferSearchType {
  return {
    text: printSearch(search) ?? "",
    filter: search.filter as OfferFilterInput,
    sort: search.sort.map(({ field, descending }) => ({ field, direction: descending ? "desc" : "asc" })),
  };
}
