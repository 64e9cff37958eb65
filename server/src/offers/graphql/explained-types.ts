import { Field, Int, ObjectType } from "type-graphql";
import { UsdScalar } from "../../graphql/scalars.ts";
import type { Usd } from "../../values/money.ts";
import type { Explained } from "../explain-search.ts";
import type { OfferSearch } from "../rules/search-terms.ts";
import { printSearch } from "../rules/print-search.ts";
import { OfferFilterInput } from "./types.ts";

@ObjectType({ description: "One thing that a search asks for, and what it keeps out." })
class SearchConstraint {
  @Field(() => String, { description: "As a word of the line." })
  word: string;

  @Field(() => Int, { description: "Listed offers that it does not allow." })
  removedCount: number;

  @Field(() => Int, { description: "Of those, the ones that everything else allows." })
  aloneCount: number;
}

@ObjectType({ description: "The least to give in on one constraint that brings some offers back." })
class SearchRelaxation {
  @Field(() => String, { description: "For a person: “raise price to $2.61/GPU”." })
  says: string;

  @Field(() => String, { nullable: true, description: "The whole search as a line, with this given in on." })
  text: string | null;

  @Field(() => OfferFilterInput)
  filter: OfferFilterInput;

  @Field(() => Int, { description: "Offers that it brings back." })
  offerCount: number;

  @Field(() => UsdScalar, { description: "The cheapest of them." })
  pricePerGpuHour: Usd;
}

@ObjectType({ description: "What keeps offers out of a search, and what to give in on." })
export class OfferSearchExplained {
  @Field(() => Int, { description: "All offers that are listed." })
  listedCount: number;

  @Field(() => Int)
  matchingCount: number;

  @Field(() => [SearchConstraint], { description: "The one that alone keeps out most comes first." })
  constraints: SearchConstraint[];

  @Field(() => [SearchRelaxation], { description: "One for each constraint at most, the cheapest first." })
  relaxations: SearchRelaxation[];

  @Field(() => SearchRelaxation, { nullable: true, description: "Null when no single one brings anything." })
  cheapestRelaxation: SearchRelaxation | null;
}

export function toExplained(explained: Explained, { sort }: OfferSearch): OfferSearchExplained {
  const relaxations = explained.relaxations.map((one) => ({
    ...one,
    filter: one.filter as OfferFilterInput,
    text: printSearch({ filter: one.filter, sort }),
  }));
  return { ...explained, relaxations, cheapestRelaxation: relaxations[0] ?? null };
}
