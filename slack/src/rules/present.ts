import type {
  BudgetsQuery,
  ReservationNowQuery,
  SessionNowQuery,
  StartRequestsQuery,
} from "@berth/client-sdk";
import { reasonWord, reservationWords, sessionWords } from "@berth/client-sdk/words";
import type { Happened, Present, Tone } from "./thing.ts";
import { dollars, roundDollars } from "./words.ts";

// How a thing stands, in the words of its card.

export type Session = NonNullable<SessionNowQuery["session"]>;
export type Reservation = NonNullable<ReservationNowQuery["reservation"]>;
export type Budget = BudgetsQuery["budgets"][number];
export type StartRequest = StartRequestsQuery["startRequests"][number];

const sessionTones: Readonly<Record<Session["state"], Tone>> = {
  REQUESTED: "busy",
  PROVISIONING: "busy",
  STARTING: "busy",
  RUNNING: "good",
  STOPPING: "busy",
  STOPPED: "over",
  FAILED: "bad",
};

export function sessionNow(session: Session, budgets: readonly Budget[]): Present {
  const { gpuCount, gpuModel, consumer, reason } = session;
  const isOver = session.state === "STOPPED" || session.state === "FAILED";
  const alive = !isOver && !session.isEnding && session.state !== "STOPPING";
  return {
    title: `${gpuCount} × ${gpuModel}`,
    path: `/sessions/${session.id}`,
    state: sessionWords[session.state],
    tone: sessionTones[session.state],
    facts: [
      { label: isOver ? "Cost" : "Cost so far", value: dollars(session.cost) },
      ...(isOver ? [] : [{ label: "An hour", value: roundDollars(session.pricePerHour) }]),
      ...(isOver || !session.endsAt ? [] : [{ label: "Ends", value: { at: session.endsAt } }]),
      ...(consumer ? [{ label: "Team", value: consumer }] : []),
      ...(isOver && reason ? [{ label: "Because", value: reasonWord(reason) }] : []),
      { label: "Session", value: session.id },
    ],
    ...(consumer && { team: consumer }),
    gpu: gpuModel,
    cost: Number(session.cost),
    ...budgetOf(budgets, consumer, gpuModel),
    actions: alive ? (session.state === "RUNNING" ? ["extend", "stop"] : ["stop"]) : [],
    isOver,
  };
}

const reservationTones: Readonly<Record<Reservation["state"], Tone>> = {
  HELD: "busy",
  CONFIRMED: "busy",
  ACTIVE: "good",
  FINISHED: "over",
  CANCELLED: "over",
  LAPSED: "over",
  MISSED: "bad",
};

export function reservationNow(reservation: Reservation, budgets: readonly Budget[]): Present {
  const { gpus, pool, label, consumer, credited } = reservation;
  const live = reservation.state === "CONFIRMED" || reservation.state === "ACTIVE";
  return {
    title: `${gpus} × ${pool.gpuModel} in ${pool.region}`,
    path: `/reservations/${reservation.id}`,
    state: reservationWords[reservation.state],
    tone: reservationTones[reservation.state],
    facts: [
      ...(label ? [{ label: "For", value: label }] : []),
      { label: "Begins", value: { at: reservation.startsAt } },
      { label: "Ends", value: { at: reservation.endsAt } },
      { label: "Total", value: dollars(reservation.total) },
      ...(Number(credited) > 0 ? [{ label: "Paid back by Berth", value: dollars(credited) }] : []),
      ...(consumer ? [{ label: "Team", value: consumer }] : []),
      { label: "Reservation", value: reservation.id },
    ],
    ...(consumer && { team: consumer }),
    gpu: pool.gpuModel,
    cost: Number(reservation.total),
    ...budgetOf(budgets, consumer, pool.gpuModel),
    actions: live ? ["extend"] : [],
    isOver: !live && reservation.state !== "HELD",
  };
}

const periods: Readonly<Record<Budget["period"], string>> = { DAY: "day", WEEK: "week", MONTH: "month" };
const scopes: Readonly<Record<Budget["scope"], string>> = {
  ACCOUNT: "Whole account",
  CONSUMER: "Team",
  GPU: "GPU",
  PROVIDER: "Provider",
};

export function budgetNow({ name, scope, scopeValue, period, limit, standing }: Budget): Present {
  const { percent, spent, next } = standing;
  return {
    title: name,
    path: "/budgets",
    state: `${Math.floor(percent)} % spent`,
    tone: percent >= 100 ? "bad" : percent >= 80 ? "busy" : "good",
    facts: [
      { label: "Spent", value: `${roundDollars(spent)} of ${dollars(limit)} a ${periods[period]}` },
      { label: "For", value: scopeValue ? `${scopes[scope]} ${scopeValue}` : scopes[scope] },
      { label: "Period ends", value: { at: standing.periodEndsAt } },
      ...(next?.at ? [{ label: `${next.threshold} % at this pace`, value: { at: next.at } }] : []),
    ],
    ...(scope === "CONSUMER" && scopeValue && { team: scopeValue }),
    ...(scope === "GPU" && scopeValue && { gpu: scopeValue }),
    cost: Number(spent),
    budget: percent,
    actions: [],
    isOver: false,
  };
}

const requestWords: Readonly<Record<StartRequest["state"], { word: string; tone: Tone }>> = {
  PENDING: { word: "Waits for approval", tone: "busy" },
  BEGUN: { word: "Approved", tone: "good" },
  DECLINED: { word: "Declined", tone: "over" },
  FAILED: { word: "Approved, and could not begin", tone: "over" },
  LAPSED: { word: "Nobody decided in time", tone: "over" },
};

export function requestNow({ said, consumer, most, askedBy, ...request }: StartRequest): Present {
  const { word, tone } = requestWords[request.state];
  const isPending = request.state === "PENDING";
  return {
    title: said,
    path: "/budgets",
    state: word,
    tone,
    facts: [
      { label: "At most", value: dollars(most) },
      { label: "Asked by", value: askedBy },
      ...(consumer ? [{ label: "Team", value: consumer }] : []),
      ...(isPending ? [{ label: "Kept until", value: { at: request.until } }] : []),
      ...(request.decidedBy ? [{ label: "Decided by", value: request.decidedBy }] : []),
      ...(request.because ? [{ label: "Because", value: request.because }] : []),
      ...(request.begunId ? [{ label: "Began", value: request.begunId }] : []),
    ],
    ...(consumer && { team: consumer }),
    cost: Number(most),
    actions: isPending ? ["approve", "decline"] : [],
    isOver: !isPending,
  };
}

const alerts: Readonly<Record<string, { title: string; path: string; tone: Tone }>> = {
  "credits.expiring": { title: "Credit expires", path: "/credits", tone: "busy" },
  "price-watch.fired": { title: "Price reached", path: "/offers", tone: "good" },
  "price-watch.rearmed": { title: "Price watch", path: "/offers", tone: "over" },
  "waitlist.changed": { title: "Waitlist", path: "/reservations", tone: "busy" },
  "flexible-job.changed": { title: "Standing order", path: "/forecast", tone: "busy" },
  "start-request.changed": { title: "Approval", path: "/budgets", tone: "busy" },
  "planned-use.dear": { title: "Planned use is dear", path: "/budgets", tone: "busy" },
  "alert.given-up": { title: "An alert could not be delivered", path: "/alerts", tone: "busy" },
};

/** For what has no state to ask for: what happened last is how it stands. */
export function alertNow({ topic, summary }: Happened): Present {
  const { title, path, tone } = alerts[topic] ?? { title: topic, path: "/activity", tone: "busy" };
  const state = summary.charAt(0).toUpperCase() + summary.slice(1);
  return { title, path, tone, state, facts: [], actions: [], isOver: false };
}

/** What can no longer be asked for: it was removed, or a name of it is all that is left. */
export function goneNow({ topic, subject, summary }: Happened): Present {
  return {
    title: subject ?? topic,
    path: "/activity",
    state: summary.charAt(0).toUpperCase() + summary.slice(1),
    tone: "over",
    facts: [],
    actions: [],
    isOver: true,
  };
}

function budgetOf(
  budgets: readonly Budget[],
  consumer: string | null | undefined,
  gpu: string,
): { budget?: number } {
  const covering = budgets.filter(
    ({ scope, scopeValue }) =>
      scope === "ACCOUNT" ||
      (scope === "CONSUMER" && scopeValue === consumer) ||
      (scope === "GPU" && scopeValue?.toLowerCase() === gpu.toLowerCase()),
  );
  return covering.length > 0 ? { budget: Math.max(...covering.map(({ standing }) => standing.percent)) } : {};
}
