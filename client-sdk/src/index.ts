export { Berth, newIdempotencyKey } from "./berth.ts";
export type { BerthOptions, FollowOptions, VariablesOf } from "./berth.ts";
export type { Answer, Cost } from "./asking.ts";
export { BerthFault } from "./fault.ts";
export { granted, isRefused, RefusedError } from "./refusal.ts";
export type { Granted, RefusalOf, Refused } from "./refusal.ts";
export * from "./gql/graphql.ts";
