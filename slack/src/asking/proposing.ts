import {
  ExtensionPriceDocument,
  isRefused,
  QuoteReservationDocument,
  ReservationNowDocument,
  SessionNowDocument,
  StartRequestsDocument,
  WhoAmIDocument,
} from "@berth/client-sdk";
import { bold, dollars, instant, sentence, soft, text, type Words } from "../rules/words.ts";
import { type Acting, type Asked, askToConfirm } from "./acting.ts";
import type { Person } from "./people.ts";

// Before anything is done: what it is, what it costs, and whether this person may.

const HOUR_MS = 3_600_000;

export interface Wanted {
  poolId?: string;
  gpuModel?: string;
  gpus: number;
  startsAt: string;
  hours: number;
}

type Where = Asked & { replace?: boolean };

export async function proposeStop(
  acting: Acting,
  person: Person,
  where: Where,
  sessionId: string,
): Promise<void> {
  if (!(await mayOr(acting, person, where, "sessions.stop"))) return;
  const { session } = await person.berth.ask(SessionNowDocument, { id: sessionId });
  if (!session) return tell(acting, where, `There is no session ${sessionId}.`);
  if (session.endedAt || session.isEnding) return tell(acting, where, "It has ended, or is being ended.");
  const title = `${session.gpuCount} × ${session.gpuModel}`;
  await askToConfirm(
    acting,
    where,
    { name: "stop", sessionId },
    {
      plain: `End ${title}?`,
      said: [
        [bold(`End ${title}?`), text(`  ${session.id}`)],
        [text(`It has cost ${dollars(session.cost)}, and costs ${dollars(session.ratePerHour)} an hour.`)],
        [text("What is on its disk is lost.")],
      ],
      yes: "End it",
      isDanger: true,
      ...(where.replace === false && { replace: false }),
    },
  );
}

export async function proposeExtension(
  acting: Acting,
  person: Person,
  where: Where,
  id: string,
  hours: number,
): Promise<void> {
  if (id.startsWith("res_")) return proposeLongerReservation(acting, person, where, id, hours);
  if (!(await mayOr(acting, person, where, "sessions.start"))) return;
  const { session } = await person.berth.ask(SessionNowDocument, { id });
  if (!session) return tell(acting, where, `There is no session ${id}.`);
  const most = (BigInt(session.capPerHour.replace(".", "")) * BigInt(hours)).toString().padStart(7, "0");
  const title = `${session.gpuCount} × ${session.gpuModel}`;
  await askToConfirm(
    acting,
    where,
    { name: "extend-session", sessionId: id, hours },
    {
      plain: `Keep ${title} ${hours} h longer?`,
      said: [
        [bold(`Keep ${title} ${hours} h longer?`), text(`  ${id}`)],
        [
          text(
            `${dollars(session.pricePerHour)} an hour; ${dollars(`${most.slice(0, -6)}.${most.slice(-6)}`)} more are set aside, and what is not used comes back.`,
          ),
        ],
      ],
      yes: "Keep it",
      ...(where.replace === false && { replace: false }),
    },
  );
}

async function proposeLongerReservation(
  acting: Acting,
  person: Person,
  where: Where,
  reservationId: string,
  hours: number,
): Promise<void> {
  if (!(await mayOr(acting, person, where, "reservations.book"))) return;
  const { reservation } = await person.berth.ask(ReservationNowDocument, { id: reservationId });
  if (!reservation) return tell(acting, where, `There is no reservation ${reservationId}.`);
  const endsAt = new Date(Date.parse(reservation.endsAt) + hours * HOUR_MS).toISOString();
  const { extensionPrice: price } = await person.berth.ask(ExtensionPriceDocument, { reservationId, endsAt });
  if (isRefused(price)) return tell(acting, where, price.message);
  const title = `${reservation.gpus} × ${reservation.pool.gpuModel}`;
  await askToConfirm(
    acting,
    where,
    { name: "extend-reservation", reservationId, endsAt, expectedTotal: price.total },
    {
      plain: `Keep ${title} ${hours} h longer?`,
      said: [
        [bold(`Keep ${title} ${hours} h longer?`), text(`  ${reservationId}`)],
        [text(`${dollars(price.difference)} more, ${dollars(price.total)} in all. Until `), instant(endsAt)],
      ],
      yes: "Keep it",
      ...(where.replace === false && { replace: false }),
    },
  );
}

export async function proposeReservation(
  acting: Acting,
  person: Person,
  where: Where,
  { hours, ...wanted }: Wanted,
): Promise<void> {
  if (!(await mayOr(acting, person, where, "reservations.book"))) return;
  const endsAt = new Date(Date.parse(wanted.startsAt) + hours * HOUR_MS).toISOString();
  const { quoteReservation: quote } = await person.berth.ask(QuoteReservationDocument, {
    input: { ...wanted, endsAt },
  });
  if (isRefused(quote)) return tell(acting, where, quote.message);
  const title = `${quote.gpus} × ${quote.pool.gpuModel} in ${quote.pool.region}`;
  const rows = quote.lines.map((line): Words => [text(`${line.label}  `), bold(dollars(line.amount))]);
  await askToConfirm(
    acting,
    where,
    { name: "reserve", quoteId: quote.id, expectedTotal: quote.total },
    {
      plain: `Book ${title} for ${dollars(quote.total)}?`,
      said: [
        [bold(`Book ${title}?`)],
        [instant(quote.startsAt), text(" to "), instant(quote.endsAt)],
        ...rows,
        [text("In all  "), bold(dollars(quote.total))],
        [soft("Its place and its price are kept for five minutes.")],
      ],
      yes: `Book for ${dollars(quote.total)}`,
      ...(quote.heldUntil && { until: Date.parse(quote.heldUntil) }),
      ...(where.replace === false && { replace: false }),
    },
  );
}

/** What somebody may begin only once it is approved of. */
export async function proposeDecision(
  acting: Acting,
  person: Person,
  where: Where,
  name: "approve" | "decline",
  requestId: string,
): Promise<void> {
  if (!(await mayOr(acting, person, where, "budgets.write"))) return;
  const { startRequests } = await person.berth.ask(StartRequestsDocument, {});
  const request = startRequests.find(({ id }) => id === requestId);
  if (!request) return tell(acting, where, `There is no request ${requestId}.`);
  if (request.state !== "PENDING")
    return tell(acting, where, "It is decided already, or nobody was in time.");
  const { said, askedBy, consumer, most, until } = request;
  const question = `${name === "approve" ? "Approve of" : "Decline"} ${said}?`;
  await askToConfirm(
    acting,
    where,
    { name, requestId },
    {
      plain: question,
      said: [
        [bold(question), text(`  ${askedBy} asks${consumer ? `, for ${consumer}` : ""}.`)],
        [text(`It costs ${dollars(most)} at most. `), soft("Approved of, it begins at once.")],
      ],
      yes: name === "approve" ? "Approve" : "Decline",
      until: Date.parse(until),
      ...(where.replace === false && { replace: false }),
    },
  );
}

/** The server has the last word; this one is said before anybody fills in or confirms anything. */
async function mayOr(acting: Acting, { berth }: Person, where: Where, action: string): Promise<boolean> {
  const { viewer } = await berth.ask(WhoAmIDocument, {});
  if (viewer.actions.includes(action)) return true;
  await tell(
    acting,
    where,
    "Your key may not do this: it lacks a scope. Make one that has it in the console, and say `/gpu link` again.",
  );
  return false;
}

function tell({ replies }: Acting, { responseUrl, replace }: Where, words: string): Promise<void> {
  return replace === false ? replies.add(responseUrl, sentence(words)) : replies.say(responseUrl, words);
}
