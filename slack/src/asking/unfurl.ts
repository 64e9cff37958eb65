import { readUrl } from "../rules/address.ts";
import { BudgetsDocument, ReservationNowDocument, SessionNowDocument } from "@berth/client-sdk";
import type { KnownBlock } from "@slack/types";
import { sayPresent } from "../rules/card.ts";
import { reservationNow, sessionNow } from "../rules/present.ts";
import { forecastOf } from "./answers.ts";
import type { Person } from "./people.ts";

/** What a link to the console leads to. Nothing else is looked at. */
export type Linked =
  | { what: "session"; id: string }
  | { what: "reservation"; id: string }
  | { what: "forecast"; id: string };

export function readLink(url: string, consoleUrl: string): Linked | null {
  const parsed = readUrl(url);
  if (!parsed || parsed.origin !== new URL(consoleUrl).origin) return null;
  const [, id] = /^\/(?:sessions|reservations)\/((?:ses|res)_[\w-]{1,64})\/?$/.exec(parsed.pathname) ?? [];
  if (id) return { what: id.startsWith("ses_") ? "session" : "reservation", id };
  const series = parsed.pathname === "/forecast" ? parsed.searchParams.get("series") : null;
  return series && series.length <= 100 ? { what: "forecast", id: series } : null;
}

/** With the rights of whoever shared it: what they may not read is not shown to others. */
export async function blocksOf(
  person: Person,
  linked: Linked,
  consoleUrl: string,
): Promise<KnownBlock[] | null> {
  const { berth } = person;
  const { id } = linked;
  switch (linked.what) {
    case "session": {
      const [{ session }, { budgets }] = await Promise.all([
        berth.ask(SessionNowDocument, { id }),
        berth.ask(BudgetsDocument, {}),
      ]);
      return session ? sayPresent(sessionNow(session, budgets), consoleUrl) : null;
    }
    case "reservation": {
      const { reservation } = await berth.ask(ReservationNowDocument, { id });
      return reservation ? sayPresent(reservationNow(reservation, []), consoleUrl) : null;
    }
    case "forecast":
      return (await forecastOf(person, id, consoleUrl))?.blocks ?? null;
  }
}
