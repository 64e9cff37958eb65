import type { Ctx } from "../platform/context.ts";
import type { Usd } from "../values/money.ts";
import { diskOf, type OfferFilter } from "./rules/filter.ts";
import { printSearch } from "./rules/print-search.ts";
import { type ConstraintName, constraintsOf, relaxings, sayRelaxation, without } from "./rules/relax.ts";
import type { OfferSearch } from "./rules/search-terms.ts";
import { BY_PRICE, normalizeSort } from "./rules/sort.ts";
import { countConstraints } from "./store/explain.ts";
import { countOffers, searchOffers } from "./store/search.ts";

export interface Explained {
  listedCount: number;
  matchingCount: number;
  constraints: ExplainedConstraint[];
  /** Of each constraint that alone keeps offers out, the least that would bring some back; cheapest first. */
  relaxations: Relaxation[];
}

export interface ExplainedConstraint {
  name: ConstraintName;
  word: string;
  /** Listed offers that it does not allow. */
  removedCount: number;
  /** Of those, the ones that everything else allows. */
  aloneCount: number;
}

export interface Relaxation {
  name: ConstraintName;
  says: string;
  filter: OfferFilter;
  /** Offers that it brings back. */
  offerCount: number;
  pricePerGpuHour: Usd;
}

/** What keeps offers out of a search, and what to give in on. */
export async function explainSearch(ctx: Ctx, { filter }: Pick<OfferSearch, "filter">): Promise<Explained> {
  const names = constraintsOf(filter);
  const { listed, matching, counts } = await countConstraints(ctx, filter, names);
  const constraints = names.map((name, at): ExplainedConstraint => {
    const { removed, alone } = counts[at] ?? { removed: 0, alone: 0 };
    return { name, word: wordOf(filter, name), removedCount: removed, aloneCount: alone };
  });
  const relaxations: Relaxation[] = [];
  for (const { name, aloneCount } of constraints) {
    if (aloneCount === 0) continue;
    const relaxation = await relax(ctx, filter, name, matching);
    if (relaxation) relaxations.push(relaxation);
  }
  relaxations.sort((a, b) => Number(a.pricePerGpuHour - b.pricePerGpuHour) || b.offerCount - a.offerCount);
  return {
    listedCount: listed,
    matchingCount: matching,
    constraints: constraints.toSorted(
      (a, b) => b.aloneCount - a.aloneCount || b.removedCount - a.removedCount,
    ),
    relaxations,
  };
}

/** The nearest offer that everything else allows and this does not, and what would have to be asked for it. */
async function relax(
  ctx: Ctx,
  filter: OfferFilter,
  name: ConstraintName,
  matching: number,
): Promise<Relaxation | null> {
  const { nearest, give } = relaxings[name];
  const [offer] = await searchOffers(ctx, {
    filter: without(filter, name),
    sort: normalizeSort([nearest], diskOf(filter)),
    limit: 1,
    notMatching: filter,
  });
  const given = offer && give(filter, offer);
  if (!given) return null;
  const relaxed = { ...filter, ...given };
  const [first] = await searchOffers(ctx, { filter: relaxed, sort: BY_PRICE, limit: 1, notMatching: filter });
  if (!first) return null;
  return {
    name,
    says: sayRelaxation(name, filter, relaxed),
    filter: relaxed,
    offerCount: (await countOffers(ctx, relaxed)) - matching,
    pricePerGpuHour: first.pricePerGpuHour,
  };
}

/** The constraint as a word of the line. */
function wordOf(filter: OfferFilter, name: ConstraintName): string {
  if (name === "includeSuppressed") return "not suppressed";
  const disk = name.startsWith("allIn") ? { allInDiskGb: diskOf(filter) } : {};
  return printSearch({ filter: { ...disk, [name]: filter[name] }, sort: [] }) ?? name;
}
