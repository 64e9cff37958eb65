import { z } from "zod";
import { roles } from "../values/actor.ts";
import { plans } from "../values/plan.ts";
import { sayUtc } from "../values/utc.ts";

// Everything that can happen, who hears of it, and what it carries. An event carries ids and the
// few facts of the moment; whoever hears one reads the present.

/**
 * `account`: only the account it belongs to hears it. `operators`: the accounts of those who run this Berth, for each of
 * which it is written once. `market`: everybody who may read offers.
 */
export type Audience = "account" | "operators" | "market";

interface Entry {
  audience: Audience;
  payload: z.ZodType;
  /** One sentence for the activity page, without the actor: "made the key “ci”". */
  says: (payload: never) => string;
}

function happens<A extends Audience, T extends z.ZodType>(
  audience: A,
  payload: T,
  says: (payload: z.infer<T>) => string,
) {
  return { audience, payload, says };
}

const role = z.enum(roles);

const sessionSays: Readonly<Record<string, string>> = {
  requested: "looks for a machine",
  provisioning: "asks for a machine",
  starting: "has a machine that is up, and looks whether it is as advertised",
  running: "has a machine that runs, and charges for it from here on",
  stopping: "ends a machine",
  stopped: "has proven that the machine is gone",
  failed: "could not get a machine",
};

const reservationMoves = [
  "booked",
  "moved",
  "extended",
  "handed-back",
  "cancelled",
  "renting",
  "active",
  "short",
  "whole",
  "finished",
  "missed",
] as const;

const reservationSays: Readonly<Record<(typeof reservationMoves)[number], (gpus: string) => string>> = {
  booked: (gpus) => `booked ${gpus}`,
  moved: (gpus) => `moved a reservation of ${gpus}`,
  extended: (gpus) => `extended a reservation of ${gpus}`,
  "handed-back": (gpus) => `handed back some of a reservation of ${gpus}`,
  cancelled: (gpus) => `cancelled a reservation of ${gpus}`,
  renting: (gpus) => `has machines rented for a reservation of ${gpus}`,
  active: (gpus) => `has the first machine of a reservation of ${gpus}`,
  short: (gpus) => `lost a machine of a reservation of ${gpus}, and gets another`,
  whole: (gpus) => `has all machines of a reservation of ${gpus}`,
  finished: (gpus) => `came to the end of a reservation of ${gpus}`,
  missed: (gpus) => `did not get the machines of a reservation of ${gpus}`,
};

/** An amount as it is on the wire, which JSON has no number for. */
const amount = z.string().regex(/^-?\d+\.\d{6}$/);

/** What moved in the ledger: `seq` is the transaction's number in its account. */
const movement = z.object({ seq: z.string(), amount });

/** What is looked for, in words, and the most that a GPU may cost for an hour. */
const watched = z.object({ wish: z.string(), atOrBelow: amount });

/** "$12.50": cents always, and what is smaller where there is any. */
const dollars = (text: string) => `$${text.replace(/(\.\d{2}\d*?)0*$/, "$1")}`;

export const catalog = {
  "account.created": happens(
    "account",
    z.object({ name: z.string() }),
    (e) => `created the account “${e.name}”`,
  ),
  "account.renamed": happens(
    "account",
    z.object({ from: z.string(), to: z.string() }),
    (e) => `renamed the account from “${e.from}” to “${e.to}”`,
  ),
  "account.plan-changed": happens(
    "account",
    z.object({ from: z.enum(plans), to: z.enum(plans) }),
    (e) => `changed the account’s plan from ${e.from} to ${e.to}`,
  ),
  "member.invited": happens(
    "account",
    z.object({ email: z.string(), role }),
    (e) => `invited ${e.email} as ${e.role}`,
  ),
  "invitation.cancelled": happens(
    "account",
    z.object({ email: z.string() }),
    (e) => `cancelled the invitation of ${e.email}`,
  ),
  "member.joined": happens("account", z.object({ name: z.string(), role }), (e) => `joined as ${e.role}`),
  "member.role-changed": happens(
    "account",
    z.object({ name: z.string(), from: role, to: role, userId: z.string() }),
    (e) => `changed the role of ${e.name} from ${e.from} to ${e.to}`,
  ),
  "member.left": happens(
    "account",
    z.object({ name: z.string(), userId: z.string(), byThemselves: z.boolean() }),
    (e) => (e.byThemselves ? "left the account" : `removed ${e.name} from the account`),
  ),
  "api-key.created": happens(
    "account",
    z.object({ name: z.string(), scopes: z.array(z.string()) }),
    (e) => `made the key “${e.name}” for ${e.scopes.join(", ")}`,
  ),
  "api-key.rotated": happens(
    "account",
    z.object({ name: z.string(), oldUntil: z.string() }),
    (e) => `gave the key “${e.name}” a new secret; the old one is good until ${e.oldUntil.slice(0, 16)}Z`,
  ),
  "api-key.revoked": happens("account", z.object({ name: z.string() }), (e) => `revoked the key “${e.name}”`),
  "provider-key.set": happens("account", z.object({ name: z.string() }), (e) => `set the key for ${e.name}`),
  "provider-key.removed": happens(
    "account",
    z.object({ name: z.string() }),
    (e) => `removed the key for ${e.name}`,
  ),
  "sign-in.created": happens("account", z.object({ userId: z.string() }), () => "signed in"),
  "sign-in.ended": happens("account", z.object({ userId: z.string(), ranOut: z.boolean() }), (e) =>
    e.ranOut ? "was signed out: a sign-in ran out" : "signed out",
  ),
  // Told in the account that was left, and not shown there: where else somebody works is not its business.
  "sign-in.switched": happens("account", z.object({ userId: z.string() }), () => "went to another account"),
  "credits.added": happens(
    "account",
    movement.extend({ origin: z.enum(["purchase", "grant", "promotion", "sla"]), reason: z.string() }),
    (e) => `${e.origin === "purchase" ? "paid in" : "granted"} ${dollars(e.amount)}: ${e.reason}`,
  ),
  "credits.took-effect": happens("account", movement, (e) => `made ${dollars(e.amount)} available`),
  "credits.held": happens(
    "account",
    movement.extend({ purpose: z.string() }),
    (e) => `set ${dollars(e.amount)} aside for ${e.purpose}`,
  ),
  "credits.captured": happens(
    "account",
    movement.extend({ purpose: z.string() }),
    (e) => `spent ${dollars(e.amount)} on ${e.purpose}`,
  ),
  "own-bill.planned": happens(
    "account",
    z.object({ amount, purpose: z.string() }),
    (e) => `may come to ${dollars(e.amount)} on the team’s own bill for ${e.purpose}`,
  ),
  "own-bill.came-to": happens(
    "account",
    z.object({ amount, purpose: z.string() }),
    (e) => `came to ${dollars(e.amount)} on the team’s own bill for ${e.purpose}`,
  ),
  "credits.released": happens(
    "account",
    movement.extend({ purpose: z.string(), lapsed: z.boolean() }),
    (e) =>
      `gave back ${dollars(e.amount)} set aside for ${e.purpose}${e.lapsed ? ", whose time ran out" : ""}`,
  ),
  "credits.refunded": happens(
    "account",
    movement.extend({ purpose: z.string() }),
    (e) => `refunded ${dollars(e.amount)} of ${e.purpose}`,
  ),
  "credits.expiring": happens(
    "account",
    z.object({ amount, days: z.number(), expiresAt: z.string() }),
    (e) => `noted that ${dollars(e.amount)} expire within ${e.days === 1 ? "a day" : `${e.days} days`}`,
  ),
  "credits.rolled-over": happens("account", movement, (e) => `rolled ${dollars(e.amount)} over`),
  "credits.expired": happens("account", movement, (e) => `let ${dollars(e.amount)} expire`),
  "offer.held": happens(
    "account",
    z.object({ offerId: z.string(), pricePerHour: amount, until: z.string() }),
    (e) => `holds an offer at ${dollars(e.pricePerHour)} an hour`,
  ),
  "offer.hold-ended": happens(
    "account",
    z.object({ offerId: z.string(), state: z.enum(["taken", "released", "expired"]) }),
    (e) =>
      ({
        taken: "rents a held offer",
        released: "released a held offer",
        expired: "let a held offer run out",
      })[e.state],
  ),
  "session.changed": happens(
    "account",
    z.object({
      state: z.string(),
      attempt: z.number(),
      reason: z.string().nullable(),
      detail: z.string().nullable(),
    }),
    (e) => {
      const said = sessionSays[e.state] ?? `has a session that is ${e.state}`;
      const why = [e.reason?.replaceAll(/(?<!\bpre)-/g, " "), e.detail].filter(Boolean).join("; ");
      return why ? `${said}: ${why}` : said;
    },
  ),
  "session.attempt": happens(
    "account",
    z.object({ attempt: z.number(), outcome: z.string(), detail: z.string() }),
    (e) => `tried a machine (${e.attempt}): ${e.detail}`,
  ),
  "session.end-asked": happens("account", z.object({ why: z.string() }), (e) =>
    e.why === "done"
      ? "is done with a session"
      : e.why === "reservation-over"
        ? "ends a reservation’s machine"
        : e.why === "budget-spent"
          ? "ends a session whose budget is spent"
          : e.why === "without-saving"
            ? "asked a session to stop without saving"
            : "asked a session to stop",
  ),
  "session.saving": happens(
    "account",
    z.object({ state: z.string(), exitStatus: z.number().nullable() }),
    (e) =>
      e.state === "saving"
        ? "saves what is on a session’s disk"
        : e.state === "saved"
          ? "saved what was on a session’s disk"
          : e.state === "cut-short"
            ? "ended a machine before what was on its disk was saved: its time for it was over"
            : e.exitStatus === null
              ? "could not save what was on a session’s disk: the command did not end in time"
              : `could not save what was on a session’s disk: the command ended with ${e.exitStatus}`,
  ),
  "session.extended": happens(
    "account",
    z.object({ hours: z.number(), endsAt: z.string() }),
    (e) => `extended a session by ${e.hours} h`,
  ),
  "session.longer-allowed": happens(
    "account",
    z.object({ hours: z.number(), longestUntil: z.string(), reason: z.string() }),
    (e) => `let a session be kept for up to ${e.hours} h: ${e.reason}`,
  ),
  "session.silent": happens(
    "account",
    z.object({ heardAt: z.string().nullable() }),
    () => "hears nothing from a session’s agent",
  ),
  "session.charged": happens("account", z.object({ what: z.string().nullable() }), (e) =>
    e.what === null ? "is no longer charged for a session" : `is charged for a session’s ${e.what}`,
  ),
  "session.orphaned": happens(
    "account",
    z.object({ provider: z.string(), machine: z.string() }),
    (e) =>
      `had a machine at ${e.provider} that nobody knew of any more (${e.machine}), and that is being ended`,
  ),
  "session.rekeyed": happens("account", z.object({}), () => "replaced the key of a session"),
  "reservation.changed": happens(
    "account",
    z.object({
      what: z.enum(reservationMoves),
      gpus: z.number(),
      startsAt: z.string(),
      endsAt: z.string(),
      detail: z.string().nullable(),
    }),
    (e) => {
      const said = reservationSays[e.what](`${e.gpus} GPU${e.gpus === 1 ? "" : "s"}`);
      return e.detail ? `${said}: ${e.detail}` : said;
    },
  ),
  "reservation.credited": happens(
    "account",
    z.object({ amount, minutes: z.number() }),
    (e) => `was paid ${dollars(e.amount)} because machines were ${e.minutes} min late`,
  ),
  "reservation.reminded": happens(
    "account",
    z.object({ minutes: z.number(), endsAt: z.string(), explained: z.array(z.string()).optional() }),
    (e) => `has a reservation that ends in ${e.minutes} min`,
  ),
  "waitlist.changed": happens(
    "account",
    z.object({ what: z.enum(["joined", "left", "booked", "lapsed"]), detail: z.string() }),
    (e) =>
      ({
        joined: `waits for ${e.detail}`,
        left: `waits no more for ${e.detail}`,
        booked: `was given what it waited for: ${e.detail}`,
        lapsed: `waited in vain for ${e.detail}`,
      })[e.what],
  ),
  "session-template.saved": happens(
    "account",
    z.object({ name: z.string(), anew: z.boolean() }),
    (e) => `${e.anew ? "changed" : "saved"} the template “${e.name}”`,
  ),
  "session-template.removed": happens(
    "account",
    z.object({ name: z.string() }),
    (e) => `removed the template “${e.name}”`,
  ),
  "capacity.changed": happens(
    "market",
    z.object({ from: z.string(), to: z.string() }),
    () => "what is free of a pool changed",
  ),
  "price-watch.created": happens(
    "account",
    watched,
    (e) => `asked to be told of ${e.wish} at or below ${dollars(e.atOrBelow)}`,
  ),
  "price-watch.fired": happens(
    "account",
    watched.extend({ pricePerGpuHour: amount, offerId: z.string() }),
    (e) => `found ${e.wish} for ${dollars(e.pricePerGpuHour)}, at or below ${dollars(e.atOrBelow)}`,
  ),
  "price-watch.rearmed": happens(
    "account",
    watched,
    (e) => `watches again for ${e.wish} at or below ${dollars(e.atOrBelow)}`,
  ),
  "price-watch.removed": happens(
    "account",
    watched,
    (e) => `asked no more for ${e.wish} at or below ${dollars(e.atOrBelow)}`,
  ),
  "offers.changed": happens(
    "market",
    z.object({
      changed: z.array(
        z.object({
          id: z.string(),
          /** What was different before, of what a filter looks at; null for one that was not listed. */
          was: z.record(z.string(), z.unknown()).nullable(),
        }),
      ),
      withdrawn: z.array(z.string()),
    }),
    (e) => `${e.changed.length} offers changed, ${e.withdrawn.length} were withdrawn`,
  ),
  "start-request.changed": happens(
    "account",
    z.object({
      what: z.enum(["asked", "begun", "declined", "failed"]),
      said: z.string(),
      // What it may cost at most; an earlier Berth did not say.
      most: amount.optional(),
      because: z.string().nullable(),
      begunId: z.string().nullable(),
    }),
    (e) => {
      const said = {
        asked: `asked for approval of ${e.said}${e.most ? `, for at most ${dollars(e.most)}` : ""}`,
        begun: `approved of ${e.said}`,
        declined: `declined ${e.said}`,
        failed: `approved of ${e.said}, which could not begin`,
      }[e.what];
      return e.because ? `${said}: ${e.because}` : said;
    },
  ),
  "budget.created": happens(
    "account",
    z.object({ name: z.string(), limit: amount, period: z.string() }),
    (e) => `set the budget “${e.name}” to ${dollars(e.limit)} a ${e.period}`,
  ),
  "budget.changed": happens(
    "account",
    z.object({ name: z.string(), limit: amount, period: z.string() }),
    (e) => `changed the budget “${e.name}” to ${dollars(e.limit)} a ${e.period}`,
  ),
  "budget.removed": happens(
    "account",
    z.object({ name: z.string() }),
    (e) => `removed the budget “${e.name}”`,
  ),
  "budget.crossed": happens(
    "account",
    z.object({
      name: z.string(),
      threshold: z.number(),
      spent: amount,
      limit: amount,
      periodStartsAt: z.string(),
      did: z.enum(["notify", "approve", "block", "drain", "stop"]),
      sessionsEnded: z.number(),
      /** What it went to, what comes next, and what was and can be done: a sentence or two each. */
      explained: z.array(z.string()).optional(),
    }),
    (e) => {
      const also = {
        notify: "",
        approve: "; nothing new begins without approval",
        block: "; nothing new begins",
        drain: "; nothing new begins and nothing is extended",
        stop: `; nothing new begins, and ${e.sessionsEnded} sessions are ended`,
      }[e.did];
      return `reached ${e.threshold} % of the budget “${e.name}”: ${dollars(e.spent)} of ${dollars(e.limit)}${also}`;
    },
  ),
  "budget.foreseen": happens(
    "account",
    z.object({
      name: z.string(),
      threshold: z.number(),
      spent: amount,
      /** What will be spent by the end of the period. */
      forecast: amount,
      limit: amount,
      periodStartsAt: z.string(),
      periodEndsAt: z.string(),
      explained: z.array(z.string()).optional(),
    }),
    (e) =>
      `is on the way to ${e.threshold} % of the budget “${e.name}”: ${dollars(e.forecast)} of ${dollars(e.limit)} by its end`,
  ),
  "budget.unusual": happens(
    "account",
    z.object({
      name: z.string(),
      lastHour: amount,
      usual: amount,
      explained: z.array(z.string()).optional(),
    }),
    (e) =>
      `burns faster than usual in the budget “${e.name}”: ${dollars(e.lastHour)} in an hour, and usually ${dollars(e.usual)} at most`,
  ),
  "planned-use.changed": happens(
    "account",
    z.object({ name: z.string(), line: amount, what: z.enum(["created", "removed"]) }),
    (e) =>
      e.what === "created"
        ? `planned the use “${e.name}” of ${dollars(e.line)} a week at most`
        : `plans the use “${e.name}” no more`,
  ),
  "planned-use.dear": happens(
    "account",
    z.object({
      name: z.string(),
      expected: amount,
      line: amount,
      explained: z.array(z.string()).optional(),
    }),
    (e) =>
      `will spend about ${dollars(e.expected)} on seven days of “${e.name}”, whose line is ${dollars(e.line)}`,
  ),
  "wall-link.changed": happens(
    "account",
    z.object({ name: z.string(), what: z.enum(["created", "revoked"]) }),
    (e) => `${e.what} the link “${e.name}” for a wall screen`,
  ),
  "budget.snoozed": happens("account", z.object({ name: z.string(), until: z.string().nullable() }), (e) =>
    e.until === null ? `wants to hear of the budget “${e.name}” again` : `snoozed the budget “${e.name}”`,
  ),
  "budget.acknowledged": happens(
    "account",
    z.object({ name: z.string(), crossings: z.number() }),
    (e) => `has seen what was crossed of the budget “${e.name}”`,
  ),
  "alert-channel.changed": happens(
    "account",
    z.object({
      name: z.string(),
      what: z.enum(["created", "changed", "removed", "new-secret", "unsubscribed"]),
    }),
    (e) =>
      ({
        created: `made the alert channel “${e.name}”`,
        changed: `changed the alert channel “${e.name}”`,
        removed: `removed the alert channel “${e.name}”`,
        "new-secret": `made a new secret for the alert channel “${e.name}”`,
        unsubscribed: `wants no more mail of the alert channel “${e.name}”`,
      })[e.what],
  ),
  "alert.given-up": happens(
    "account",
    z.object({ name: z.string(), title: z.string(), why: z.string() }),
    (e) => `could not deliver “${e.title}” to the alert channel “${e.name}”: ${e.why}`,
  ),
  "calendar.changed": happens(
    "account",
    z.object({ userId: z.string(), what: z.enum(["connected", "reconnect", "disconnected", "changed"]) }),
    (e) =>
      ({
        connected: "connected a Google Calendar",
        reconnect: "can no longer write to a Google Calendar: it has to be connected again",
        disconnected: "disconnected a Google Calendar",
        changed: "changed how a Google Calendar is used",
      })[e.what],
  ),
  "calendar-feed.changed": happens(
    "account",
    z.object({ name: z.string(), what: z.enum(["created", "rotated", "revoked"]) }),
    (e) =>
      ({
        created: `made the calendar feed “${e.name}”`,
        rotated: `gave the calendar feed “${e.name}” a new address`,
        revoked: `took the calendar feed “${e.name}” back`,
      })[e.what],
  ),
  "flexible-job.changed": happens(
    "account",
    z.object({
      state: z.enum(["waiting", "started", "given-up", "cancelled"]),
      what: z.string(),
      because: z.string().nullable(),
    }),
    (e) => {
      const said = {
        waiting: e.because ? `waits again for ${e.what}` : `asked for ${e.what} when it is cheapest`,
        started: `started ${e.what}`,
        "given-up": `gave up ${e.what}`,
        cancelled: `cancelled ${e.what}`,
      }[e.state];
      return e.because ? `${said}: ${e.because}` : said;
    },
  ),
  "forecasts.issued": happens(
    "market",
    z.object({ cutOff: z.string(), series: z.array(z.string()) }),
    (e) => `forecast ${e.series.length} markets`,
  ),
  "forecasts.replayed": happens(
    "market",
    z.object({ cutOff: z.string(), series: z.array(z.string()) }),
    (e) => `forecast ${e.series.length} markets afterwards, as of ${e.cutOff}`,
  ),
  "forecasts.scored": happens(
    "market",
    z.object({ days: z.number() }),
    (e) => `scored ${e.days} days of forecasts`,
  ),
  "forecast.changed-course": happens(
    "market",
    z.object({ at: z.string(), direction: z.enum(["up", "down"]), price: amount, edge: amount }),
    (e) => `saw a market leave its band: ${dollars(e.price)}, ${e.direction} from ${dollars(e.edge)}`,
  ),
  "forecast.drifted": happens(
    "market",
    z.object({ hours: z.number(), coverage95: z.number(), mape: z.number() }),
    (e) => `saw bands that hold ${e.coverage95.toFixed(0)} % where they say 95 %`,
  ),
  "sandbox.moved": happens(
    "account",
    z.object({ to: z.string() }),
    (e) => `moved the sandbox’s clock on to ${sayUtc(new Date(e.to))}`,
  ),
  "provider.balance-low": happens(
    "operators",
    z.object({ provider: z.string(), balance: amount, line: amount }),
    (e) =>
      e.balance.startsWith("-")
        ? `owes ${e.provider} ${dollars(e.balance.slice(1))}`
        : `has ${dollars(e.balance)} left at ${e.provider}, less than ${dollars(e.line)}`,
  ),
  "provider-key.balance-low": happens(
    "account",
    z.object({ provider: z.string(), balance: amount, line: amount }),
    (e) =>
      e.balance.startsWith("-")
        ? `owes ${e.provider} ${dollars(e.balance.slice(1))} on its own account there`
        : `has ${dollars(e.balance)} left in its own account at ${e.provider}, less than ${dollars(e.line)}`,
  ),
  "provider.failed": happens(
    "market",
    z.object({ kind: z.string() }),
    (e) => `could not be listed: ${e.kind}`,
  ),
} as const satisfies Record<string, Entry>;

export type Topic = keyof typeof catalog;
export type Payload<T extends Topic> = z.infer<(typeof catalog)[T]["payload"]>;

/** Whether what is told of it belongs to one account. */
export function isOfAccount(topic: Topic): boolean {
  return catalog[topic].audience !== "market";
}

export function isTopic(text: string): text is Topic {
  return Object.hasOwn(catalog, text);
}
