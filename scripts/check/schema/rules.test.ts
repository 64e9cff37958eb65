import { buildSchema } from "graphql";
import { expect, test } from "vitest";
import { breachesOf } from "./rules.ts";

const sound = `
  "A place in the order of events."
  scalar Cursor
  "An instant in UTC."
  scalar DateTime
  "US dollars."
  scalar Usd
  "A no the caller can understand."
  interface Refusal { message: String! }
  type NotFound implements Refusal { message: String! }
  type PageInfo { hasNextPage: Boolean! }
  type Offer { id: ID!, pricePerHour: Usd!, vramGb: Float!, listedAt: DateTime!, hostId: ID! }
  type OfferEdge { cursor: String!, node: Offer! }
  type OfferConnection { edges: [OfferEdge!]!, nodes: [Offer!]!, pageInfo: PageInfo!, totalCount: Int! }
  type Resync { cursor: Cursor! }
  type OfferListed { offer: Offer! }
  union OffersUpdate = OfferListed | Resync
  input RenameOfferInput { id: ID!, name: String! }
  union RenameOfferResult = Offer | NotFound
  type Query { offers(first: Int! = 50, after: String): OfferConnection! }
  type Mutation { renameOffer(input: RenameOfferInput!): RenameOfferResult! }
  type Subscription { offersChanged(after: Cursor): OffersUpdate! }
`;

function breaches(more: string, bounded?: Record<string, string>): string[] {
  return breachesOf(buildSchema(sound + more), bounded);
}

test("a sound schema has nothing to be told", () => {
  expect(breaches("")).toEqual([]);
});

const mutation = (signature: string, rest: string) => `extend type Mutation { ${signature} } ${rest}`;

test.each([
  [
    mutation(
      "rentOffer(id: ID!): RentOfferResult!",
      `type InsufficientCredits implements Refusal { message: String! }
       union RentOfferResult = Offer | InsufficientCredits`,
    ),
    "Mutation.rentOffer: it spends, and takes idempotencyKey: String!.",
  ],
  [
    mutation(
      "holdOffer(id: ID!, idempotencyKey: String!): HoldOfferResult!",
      `union HoldOfferResult = Offer | NotFound`,
    ),
    "Mutation.holdOffer: it takes an idempotencyKey, and cannot say that it was used for something else.",
  ],
  [`type offer_card { name: String! }`, "offer_card: a type's name is PascalCase."],
  [`type Card { Title: String! }`, "Card.Title: a name is camelCase."],
  [`enum Kind { onDemand }`, "Kind.onDemand: an enum's value is UPPER_CASE."],

  [
    mutation("rename: RenameResult!", "union RenameResult = Offer | NotFound"),
    "Mutation.rename: a mutation is named verbNoun.",
  ],
  [mutation("closeOffer: Offer!", ""), "Mutation.closeOffer: it answers CloseOfferResult!."],
  [
    mutation(
      "closeOffer(offer: OfferToClose!): CloseOfferResult!",
      "input OfferToClose { id: ID! } union CloseOfferResult = Offer | NotFound",
    ),
    "Mutation.closeOffer: its input is input: CloseOfferInput!.",
  ],
  [
    mutation("closeOffer: CloseOfferResult!", "union CloseOfferResult = Offer"),
    "CloseOfferResult: no member implements Refusal, so it could not say no.",
  ],
  [
    mutation("closeOffer: CloseOfferResult!", "union CloseOfferResult = Offer | Resync | NotFound"),
    "CloseOfferResult: it holds one thing besides refusals, not 2.",
  ],
  [
    mutation("closeOffer: CloseOfferResult!", "type CloseOfferResult { done: Boolean! }"),
    "CloseOfferResult: a result is a union of the thing and its refusals.",
  ],
  [
    `union SearchResult = Offer | NotFound`,
    "SearchResult: no mutation answers it, and Result is their word.",
  ],

  [
    `extend type Subscription { offerStream: Offer! }`,
    "Subscription.offerStream: a subscription is named nounChanged or nounTicks.",
  ],
  [`extend type Subscription { costTicks: Offer }`, "Subscription.costTicks: a frame is never null."],
  [
    `extend type Subscription { offerChanged: OffersUpdate! }`,
    "Subscription.offerChanged: it takes after: Cursor, to go on from where a reader was.",
  ],
  [
    `extend type Subscription { offerChanged(after: Cursor): Offer! }`,
    "Subscription.offerChanged: its frames are a union with Resync, for a cursor that is too old.",
  ],

  [
    `type HostConnection { edges: [OfferEdge!]!, pageInfo: PageInfo! } type HostEdge { cursor: String!, node: Offer! }`,
    "HostConnection: it has edges: [HostEdge!]!.",
  ],
  [
    `type HostConnection { edges: [HostEdge!]! } type HostEdge { cursor: String!, node: Offer! }`,
    "HostConnection: it has pageInfo: PageInfo!.",
  ],
  [
    `type HostConnection { edges: [HostEdge!]!, pageInfo: PageInfo! } type HostEdge { node: Offer! }`,
    "HostEdge: it has a cursor.",
  ],
  [
    `type HostConnection { edges: [HostEdge!]!, pageInfo: PageInfo! } type HostEdge { cursor: Cursor!, node: Offer }`,
    "HostEdge: it has a node, never null.",
  ],
  [`type Host { offers(after: String): OfferConnection! }`, "Host.offers: it takes first: Int."],
  [
    `type Host { offers(first: Int! = 500, after: String): OfferConnection! }`,
    "Host.offers: first has a default of at most 100.",
  ],
  [`type Host { offers(first: Int = 50): OfferConnection! }`, "Host.offers: it takes after."],
  [
    `type Host { offers: [Offer!]! }`,
    "Host.offers: a list that can grow is a connection (or say what bounds it).",
  ],
  [`type Host { names: [String] }`, "Host.names: a list has no holes, so its items are non-null."],

  [`type Host { id: String! }`, "Host.id: an id is an ID."],
  [`input HostFilter { offerIds: [String!]! }`, "HostFilter.offerIds: an id is an ID."],
  [`type Host { balance: Float! }`, "Host.balance: money is Usd, never Float."],
  [
    `type Host { quote(costPerHourMax: Int): Boolean! }`,
    "Host.quote(costPerHourMax:): money is Usd, never Int.",
  ],
  [`type Host { price: Usd! }`, "Host.price: a price says per what."],
  [`type Host { memory: Float! }`, "Host.memory: its unit is in its name."],
  [`input Wait { timeout: Int! }`, "Wait.timeout: its unit is in its name."],
  [`type Host { created: DateTime! }`, "Host.created: an instant is named …At, or for the end it marks."],
  [`type Host { createdAt: String! }`, "Host.createdAt: what is named …At is a DateTime."],

  [`scalar Percent`, "Percent: say what it stands for and how it is written."],
  [
    `extend type Query { cheapest: Offer! }`,
    "Query.cheapest: its name does not say what it returns; say it.",
  ],
  [`type Host { name: String @deprecated }`, "Host.name: say what to use instead."],
])("%s", (more, breach) => {
  expect(breaches(more)).toEqual([breach]);
});

test("a list is allowed to be one where its bound is named", () => {
  expect(breaches(`type Host { offers: [Offer!]! }`, { "Host.offers": "eight GPUs a host" })).toEqual([]);
});

test("a bound outlives its list no longer than the next check", () => {
  expect(breaches("", { "Host.offers": "eight GPUs a host" })).toEqual([
    "Host.offers: it is named as a bounded list but is none.",
  ]);
});
