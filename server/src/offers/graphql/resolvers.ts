import DataLoader from "dataloader";
import { GraphQLError, type GraphQLResolveInfo } from "graphql";
import {
  Arg,
  Ctx,
  FieldResolver,
  Float,
  ID,
  Info,
  Int,
  Query,
  Resolver,
  Root,
  Subscription,
} from "type-graphql";
import { Access } from "../../graphql/access.ts";
import { fieldsAsked } from "../../graphql/asked.ts";
import { type GraphContext, loader } from "../../graphql/context.ts";
import { FedBy, onlyThroughTheHub, Resync } from "../../graphql/feed.ts";
import { type Connection, pageSize, Page } from "../../graphql/paging.ts";
import { answer, orBadInput } from "../../graphql/refusals.ts";
import { CursorScalar, UsdScalar } from "../../graphql/scalars.ts";
import { type Position, START } from "../../values/cursor.ts";
import type { Usd } from "../../values/money.ts";
import { allInPrice, LARGEST_DISK_GB, USUAL_DISK_GB } from "../rules/all-in-price.ts";
import { diskOf, type OfferFilter } from "../rules/filter.ts";
import { confidenceAt, staleBecause } from "../rules/freshness.ts";
import { printSearch } from "../rules/print-search.ts";
import { type ProviderState, providerState } from "../rules/provider-state.ts";
import type { OfferSearch } from "../rules/search-terms.ts";
import { InvalidCursor, normalizeSort, writeCursor } from "../rules/sort.ts";
import type { OfferRow } from "../store/offer-rows.ts";
import {
  countFacet,
  countListedByProvider,
  countOffers,
  readOffers,
  readProviders,
  searchOffers,
} from "../store/search.ts";
import { explainSearch } from "../explain-search.ts";
import { understandLine, understandSearch } from "../understand-search.ts";
import { columnsFor } from "./columns.ts";
import { OfferSearchExplained, toExplained } from "./explained-types.ts";
import { offersFeed, providersFeed } from "./feed.ts";
import { HeldOfferResolver } from "./held-offers.ts";
import { GRAMMAR, IN_A_LINE, ParsedOfferSearch, readSortTerm, toSearch } from "./search-types.ts";
import { toOffer } from "./to-offer.ts";
import {
  AllInPriceType,
  Facet,
  OfferConnection,
  OfferFacets,
  OfferFilterInput,
  OffersDelta,
  OfferSortInput,
  OffersSnapshot,
  OffersUpdate,
  OfferType,
  ProviderStateEnum,
  ProviderType,
} from "./types.ts";

abstract class Counted {
  filter: OfferFilter | null | undefined;
}

/** A page of them. What may take a while is made for whoever asks for it: the library looks at no field of such a class. */
class FoundOffers extends Counted implements OfferConnection {
  readonly nodes: OfferType[];
  readonly liveCursor: Position;
  readonly #page: Connection<OfferRow>;
  readonly #search: OfferSearch;

  constructor(page: Connection<OfferRow>, search: OfferSearch, liveCursor: Position) {
    super();
    this.nodes = page.nodes.map(toOffer);
    this.filter = search.filter;
    this.liveCursor = liveCursor;
    this.#page = page;
    this.#search = search;
  }

  get edges() {
    return this.#page.edges.map(({ cursor }, at) => ({ cursor, node: this.nodes[at] as OfferType }));
  }

  get pageInfo() {
    return this.#page.pageInfo;
  }

  get text() {
    return printSearch(this.#search);
  }
}

@Resolver(() => OfferType)
class OfferResolver {
  @Access("offers.read", "market")
  @Query(() => OfferConnection, { description: "What can be rented now." })
  async offers(
    @Ctx() ctx: GraphContext,
    @Arg("filter", () => OfferFilterInput, { nullable: true }) input: OfferFilterInput | null,
    @Arg("sort", () => [OfferSortInput], { nullable: true }) sort: OfferSortInput[] | null,
    @Arg("first", () => Int, { defaultValue: 50 }) first: number,
    @Arg("after", () => String, { nullable: true }) after: string | null,
    @Arg("text", () => String, { nullable: true, description: IN_A_LINE }) text: string | null,
    @Info() info: GraphQLResolveInfo,
  ): Promise<OfferConnection> {
    const size = pageSize(first);
    const asked = { filter: input, sort: sort && sort.map(readSortTerm), text };
    const search = await orBadInput(understandSearch(ctx, asked));
    const { filter } = search;
    const keys = normalizeSort(search.sort, diskOf(filter));
    // Before the rows are read: what changes in between is then told again, and never left out.
    const liveCursor = fieldsAsked(info).has("liveCursor") ? await ctx.head() : START;
    try {
      const only = columnsFor(info, keys);
      const rows = await searchOffers(ctx, { filter, sort: keys, after, limit: size + 1, only });
      const page = new Page(rows, size, after, (row) => writeCursor(keys, row));
      return new FoundOffers(page, search, liveCursor);
    } catch (error) {
      if (!(error instanceof InvalidCursor)) throw error;
      throw new GraphQLError("This cursor is not of a list in this order.", {
        extensions: { code: "BAD_USER_INPUT" },
      });
    }
  }

  @Access("offers.read", "market")
  @Query(() => ParsedOfferSearch, { description: `What a line of search says. ${GRAMMAR}` })
  parseOfferSearch(@Ctx() ctx: GraphContext, @Arg("text", () => String) text: string) {
    return answer(understandLine(ctx, text).then(toSearch));
  }

  @Access("offers.read", "market")
  @Query(() => OfferSearchExplained, {
    description:
      "Which constraint keeps how many offers out of a search, and what to give in on to find some.",
  })
  async offerSearchExplained(
    @Ctx() ctx: GraphContext,
    @Arg("filter", () => OfferFilterInput, { nullable: true }) filter: OfferFilterInput | null,
    @Arg("text", () => String, { nullable: true, description: IN_A_LINE }) text: string | null,
  ): Promise<OfferSearchExplained> {
    const search = await orBadInput(understandSearch(ctx, { filter, text }));
    return toExplained(await explainSearch(ctx, search), search);
  }

  @Access("offers.read", "market")
  @Query(() => OfferType, { nullable: true, description: "Null when there is no such offer." })
  async offer(@Ctx() ctx: GraphContext, @Arg("id", () => ID) id: string): Promise<OfferType | null> {
    const [row] = await readOffers(ctx, [id]);
    return row ? toOffer(row) : null;
  }

  @Access("offers.read", "market")
  @Query(() => [ProviderType], { description: "Every provider that Berth knows of." })
  providers(@Ctx() ctx: GraphContext): Promise<ProviderType[]> {
    return readProviders(ctx);
  }

  @FedBy(offersFeed)
  @Subscription(() => OffersUpdate, {
    subscribe: onlyThroughTheHub,
    description: "Starts with a snapshot, or with what came after the cursor.",
  })
  offersChanged(
    @Root() update: OffersSnapshot | OffersDelta | Resync,
    @Arg("filter", () => OfferFilterInput, { nullable: true }) _filter: OfferFilterInput | null,
    @Arg("after", () => CursorScalar, { nullable: true }) _after: Position | null,
    @Arg("text", () => String, { nullable: true, description: IN_A_LINE }) _text: string | null,
  ): typeof OffersUpdate {
    return update;
  }

  @FieldResolver(() => UsdScalar, { description: "Everything an hour costs with a disk of this size." })
  allInPricePerHour(
    @Root() offer: OfferType,
    @Arg("diskGb", () => Int, { defaultValue: USUAL_DISK_GB }) diskGb: number,
  ): Usd {
    return allInPrice(offer, refuseOddDisk(diskGb)).pricePerHour;
  }

  @FieldResolver(() => Float, {
    description: "How far it is to be relied on, from 0 to 1: it falls with the age of what was seen.",
  })
  confidence(@Root() offer: OfferType, @Ctx() ctx: GraphContext): number {
    return confidenceAt(offer.observedAt, ctx.now());
  }

  @FieldResolver(() => String, {
    nullable: true,
    description: "Why it may not be as it is told; null when it was seen just now.",
  })
  staleBecause(@Root() offer: OfferType, @Ctx() ctx: GraphContext): string | null {
    return staleBecause(offer, ctx.now());
  }

  @FieldResolver(() => AllInPriceType, {
    description:
      "Everything an hour costs with a disk of this size, but for traffic where that is charged, and what it is made of.",
  })
  allIn(
    @Root() offer: OfferType,
    @Arg("diskGb", () => Int, { defaultValue: USUAL_DISK_GB }) diskGb: number,
  ): AllInPriceType {
    return allInPrice(offer, refuseOddDisk(diskGb));
  }
}

function refuseOddDisk(diskGb: number): number {
  if (diskGb >= 0 && diskGb <= LARGEST_DISK_GB) return diskGb;
  throw new GraphQLError(`diskGb is between 0 and ${LARGEST_DISK_GB}`, {
    extensions: { code: "BAD_USER_INPUT" },
  });
}

@Resolver(() => ProviderType)
class ProviderResolver {
  @FedBy(providersFeed)
  @Subscription(() => [ProviderType], {
    subscribe: onlyThroughTheHub,
    description:
      "How every provider is doing: now, and whenever one was asked for its list. Kept nowhere, so nothing to resume.",
  })
  providerTicks(@Root() update: { providers: ProviderType[] }): ProviderType[] {
    return update.providers;
  }

  @FieldResolver(() => ProviderStateEnum)
  state(@Root() provider: ProviderType, @Ctx() ctx: GraphContext): ProviderState {
    return providerState(provider, ctx.now());
  }

  @FieldResolver(() => Int, { description: "How many offers it lists now." })
  offerCount(@Root() provider: ProviderType, @Ctx() ctx: GraphContext): Promise<number> {
    return loader(ctx, listedCounts).load(provider.id);
  }
}

function listedCounts(ctx: GraphContext): DataLoader<string, number> {
  return new DataLoader<string, number>(async (ids) => {
    const counts = await countListedByProvider(ctx);
    return ids.map((id) => counts.get(id) ?? 0);
  });
}

@Resolver(() => OfferConnection)
class OfferConnectionResolver {
  @FieldResolver(() => Int, { description: "How many offers match, on all pages." })
  totalCount(@Root() { filter }: Counted, @Ctx() ctx: GraphContext): Promise<number> {
    return countOffers(ctx, filter);
  }

  @FieldResolver(() => OfferFacets)
  facets(@Root() { filter }: Counted): OfferFacets {
    return { filter };
  }
}

@Resolver(() => OffersSnapshot)
class OffersSnapshotResolver {
  @FieldResolver(() => Int, { description: "How many offers match." })
  totalCount(@Root() { filter }: Counted, @Ctx() ctx: GraphContext): Promise<number> {
    return countOffers(ctx, filter);
  }
}

@Resolver(() => OffersDelta)
class OffersDeltaResolver {
  @FieldResolver(() => Int, { description: "How many offers match now." })
  totalCount(@Root() { filter }: Counted, @Ctx() ctx: GraphContext): Promise<number> {
    return countOffers(ctx, filter);
  }
}

@Resolver(() => OfferFacets)
class OfferFacetsResolver {
  @FieldResolver(() => [Facet])
  gpuModels(@Root() { filter }: Counted, @Ctx() ctx: GraphContext): Promise<Facet[]> {
    return countFacet(ctx, "gpuModels", filter);
  }

  @FieldResolver(() => [Facet])
  gpuSockets(@Root() { filter }: Counted, @Ctx() ctx: GraphContext): Promise<Facet[]> {
    return countFacet(ctx, "gpuSockets", filter);
  }

  @FieldResolver(() => [Facet])
  regions(@Root() { filter }: Counted, @Ctx() ctx: GraphContext): Promise<Facet[]> {
    return countFacet(ctx, "regions", filter);
  }

  @FieldResolver(() => [Facet])
  countries(@Root() { filter }: Counted, @Ctx() ctx: GraphContext): Promise<Facet[]> {
    return countFacet(ctx, "countries", filter);
  }

  @FieldResolver(() => [Facet])
  providers(@Root() { filter }: Counted, @Ctx() ctx: GraphContext): Promise<Facet[]> {
    return countFacet(ctx, "providers", filter);
  }
}

export const offerResolvers = [
  OfferResolver,
  ProviderResolver,
  OfferConnectionResolver,
  OffersSnapshotResolver,
  OffersDeltaResolver,
  OfferFacetsResolver,
  HeldOfferResolver,
] as const;
