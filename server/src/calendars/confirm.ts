import { listConfirmed, listLeads, type MailedMember, queueMail } from "../accounts/index.ts";
import type { Payload } from "../events/catalog.ts";
import type { Ctx } from "../platform/context.ts";
import { type Booked, readReservations } from "../reservations/index.ts";
import { toReservationEntries } from "./read-entries.ts";
import { type Confirmed, isConfirmed, letterOf, type Reader } from "./rules/letters.ts";
import { readSettingsOf } from "./store/settings.ts";

export interface Confirming {
  /** Where the console is. */
  origin: string;
  /** Whom letters are from: who invites to what was booked. */
  mailFrom: string;
}

export interface Change {
  id: string;
  what: Payload<"reservation.changed">["what"];
}

/** For so long a letter about a booking is of use. */
const USEFUL_MS = 3 * 24 * 3_600_000;

/**
 * In the transaction at hand: to whoever booked goes a letter that brings it into their calendar, or out of it. What
 * changed twice by then is told once, as it stands. What one rule booked is told in one letter; so is what a key booked
 * within one reading, because a program books as it pleases.
 */
export async function confirmBookings(
  ctx: Ctx,
  accountId: string,
  changes: readonly Change[],
  { origin, mailFrom }: Confirming,
): Promise<void> {
  const latest = new Map<string, Confirmed>();
  for (const { id, what } of changes) if (isConfirmed(what)) latest.set(id, what);
  const booked = await readReservations(ctx, accountId, [...latest.keys()]);
  const readers = await readersOf(ctx, accountId, booked);
  if (readers.size === 0) return;
  const entries = await toReservationEntries(ctx, accountId, booked);
  const together = Map.groupBy(booked, (one) =>
    [one.createdBy, isPerson(one.createdBy) ? (one.seriesId ?? one.id) : "", latest.get(one.id)].join(" "),
  );
  for (const ofOne of together.values()) {
    const [first] = ofOne;
    const what = first && latest.get(first.id);
    const told = entries.filter(({ id }) => ofOne.some((one) => one.id === id));
    if (!what || told.length === 0) continue;
    for (const reader of readers.get(first.createdBy) ?? []) {
      const letter = letterOf(what, told, reader, { origin, mailFrom });
      const usefulUntil = new Date(ctx.now().getTime() + USEFUL_MS);
      await queueMail(ctx, { to: reader.email, letter, usefulUntil });
    }
  }
}

const isPerson = (createdBy: string): boolean => createdBy.startsWith("usr_");

/**
 * Who booked, where that was a person; of what a key booked, those who answer for the account. Only who wants such
 * letters, and whose address is theirs.
 */
async function readersOf(
  ctx: Ctx,
  accountId: string,
  booked: readonly Booked[],
): Promise<Map<string, Reader[]>> {
  const makers = [...new Set(booked.map(({ createdBy }) => createdBy))];
  const people = await listConfirmed(ctx, accountId, makers.filter(isPerson));
  const leads = makers.every(isPerson) ? [] : await listLeads(ctx, accountId);
  const asked = [...people, ...leads].map(({ userId }) => userId);
  const settings = await readSettingsOf(ctx, accountId, [...new Set(asked)]);
  const readers = (members: readonly MailedMember[]): Reader[] =>
    members.flatMap(({ userId, name, email }) => {
      const wishes = settings.get(userId);
      return wishes?.confirms ? [{ name, email, zone: wishes.zone }] : [];
    });
  const found = makers.map(
    (maker) =>
      [maker, readers(isPerson(maker) ? people.filter(({ userId }) => userId === maker) : leads)] as const,
  );
  return new Map(found.filter(([, readers]) => readers.length > 0));
}
