import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { buildSchema, validateSchema } from "graphql";
import type { GraphQLSchema } from "graphql";
import { untoldBetween } from "./schema/changelog.ts";
import { breaksBetween } from "./schema/growth.ts";
import { breachesOf } from "./schema/rules.ts";
import type { BoundedLists } from "./schema/rules.ts";
import type { Step } from "./step.ts";
import { outcomeOf } from "./step.ts";
import { root } from "./tool.ts";

const bounded: BoundedLists = {
  "Account.apiKeys": "as many as its people made by hand",
  "ApiKeyUsage.keys": "keys of an account that asked for something in three months",
  "Account.invitations": "open ones only, and they expire",
  "Query.priceWatches": "a hundred in an account",
  "PriceWatchesStarted.priceWatches": "a hundred in an account",
  "Query.alertChannels": "twenty in an account",
  "Query.budgets": "fifty in an account",
  "BudgetsSnapshot.budgets": "fifty in an account",
  "BudgetStanding.top": "three",
  "BudgetsSnapshot.startRequests": "the newest fifty",
  "Query.startRequests": "the newest fifty",
  "BudgetsSnapshot.plannedUses": "twenty in an account",
  "Query.plannedUses": "twenty in an account",
  "Query.wallLinks": "twenty in an account",
  "BudgetTouched.some": "ten",
  "Account.members": "the people of one team",
  "GoogleCalendar.proposals": "fifty at most",
  "Query.computeEvents": "fifty at most",
  "CalendarSettings.feeds": "twenty of one person",
  "FlexibleJobsDelta.changed": "what happened at once in one account",
  "FlexibleJobsSnapshot.jobs": "the newest fifty",
  "ForecastHappened.forecasts": "those that are named, a hundred at most",
  "ForecastsSnapshot.forecasts": "those that are named, a hundred at most",
  "OffersDelta.changed": "what one poll changed",
  "OffersSnapshot.offers": "the first 100",
  "Query.heldOffers": "live ones only, ten at most",
  "Query.providers": "the adapters this server was built with",
  "Session.events": "the last 200",
  "Query.sessionTemplates": "fifty in an account",
  "Session.machines": "the tries of one session, six at most",
  "SessionsDelta.changed": "what happened at once in one account",
  "Pool.rules": "20 at most",
  "PoolSettings.closures": "those of one pool that are not over, made by hand",
  "PoolAvailability.closures": "those that touch the window asked for",
  "PromisedAlready.inTheWay": "20 at most",
  "Query.pools": "500 at most",
  "ReservationSeries.reservations": "60 at most",
  "Query.waitlist": "20 in an account",
  "WaitlistDelta.changed": "what happened at once in one account",
  "WaitlistSnapshot.waits": "20 in an account",
  "Query.reservationsBetween": "those of two months at most, 1,000 at most",
  "Reservation.sessions": "the machines that it was given, some more than its GPUs",
  "ReservationsDelta.changed": "as many as there were events in one read of the tail",
  "ReservationsSnapshot.reservations": "those that are not over, 200 at most",
  "SessionsSnapshot.sessions": "those that are not over, 200 at most",
  "Subscription.providerTicks": "the adapters this server was built with",
  "Subscription.vitalsTicks": "those that are not over, 200 at most",
  "Viewer.accounts": "the teams of one person",
  "Viewer.invitations": "open ones only, and they expire",
  "Viewer.signIns": "live ones only, and they expire",
};

export const schema: Step = {
  name: "schema",
  async run() {
    const current = read("schema.graphql");
    if (!current) return { ok: true, output: "There is no schema.graphql yet." };
    const faults = validateSchema(current).map((fault) => fault.message);
    const breaches = [...faults, ...breachesOf(current, bounded)];
    const released = read("docs/releases/schema.graphql");
    if (!released)
      return outcomeOf([...breaches, "docs/releases/schema.graphql, the last release, is missing."]);
    const changelog = readFileSync(join(root, "docs/releases/changes.md"), "utf8");
    const breaks = await breaksBetween(released, current);
    return outcomeOf([...breaches, ...breaks, ...(await untoldBetween(released, current, changelog))]);
  },
};

function read(path: string): GraphQLSchema | undefined {
  const file = join(root, path);
  return existsSync(file) ? buildSchema(readFileSync(file, "utf8")) : undefined;
}
