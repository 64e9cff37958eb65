import { z } from "zod";

// What somebody may want to be told of, in the words of the page where they choose, and what each alert says
// besides what happened. An event is of one kind at most: most events are nobody's alarm.

export const kinds = [
  "budget-crossed",
  "budget-foreseen",
  "budget-unusual",
  "planned-use-dear",
  "approval-asked",
  "approval-decided",
  "credits-expiring",
  "session-running",
  "session-ended",
  "session-failed",
  "agent-silent",
  "orphan-found",
  "reservation-starting",
  "reservation-started",
  "reservation-short",
  "reservation-missed",
  "reservation-ending",
  "waitlist-served",
  "price-reached",
  "job-started",
  "job-given-up",
  "forecast-changed",
  "provider-failed",
  "provider-balance-low",
  "own-balance-low",
] as const;
export type Kind = (typeof kinds)[number];

interface Described {
  label: string;
  says: string;
  todo: string;
  path: (subject: string | null) => string;
  /** Told through quiet hours, too: it costs money or work while it waits. */
  urgent?: true;
  /** Owners and admins are told by a letter besides, whatever channels there are. */
  leadsGetALetter?: true;
  /** Told to those who run this Berth, and offered to nobody else. */
  operators?: true;
}

const sessionPath = (id: string | null) => (id ? `/sessions/${id}` : "/sessions");
const reservationPath = (id: string | null) => (id ? `/reservations/${id}` : "/reservations");

export const described: Readonly<Record<Kind, Described>> = {
  "budget-crossed": {
    label: "Budget crossed",
    says: "A threshold of a budget is reached.",
    todo: "To go on, raise the budget; to spend less, stop a session or shorten it.",
    path: () => "/budgets",
    urgent: true,
    leadsGetALetter: true,
  },
  "budget-foreseen": {
    label: "Budget foreseen",
    says: "By the end of its period so much of a budget will be spent.",
    todo: "To spend less, stop a session, shorten it, or hand back a reservation; to go on, raise the budget.",
    path: () => "/budgets",
    leadsGetALetter: true,
  },
  "budget-unusual": {
    label: "Unusual burn",
    says: "More is spent than usual, and nothing that was booked or ordered ahead explains it.",
    todo: "If nobody means it, stop what runs, and see who started it.",
    path: () => "/budgets",
    urgent: true,
    leadsGetALetter: true,
  },
  "planned-use-dear": {
    label: "Planned use dear",
    says: "Seven days of planned use are foretold to cost more than their line.",
    todo: "Start in the cheapest hours, or plan fewer.",
    path: () => "/budgets",
    leadsGetALetter: true,
  },
  "approval-asked": {
    label: "Approval asked",
    says: "Somebody wants to begin something that takes approval.",
    todo: "Approve of it, and it begins at once; or decline it.",
    path: () => "/budgets",
    urgent: true,
    leadsGetALetter: true,
  },
  "approval-decided": {
    label: "Approval decided",
    says: "What took approval was decided on.",
    todo: "See what came of it; where it was declined, ask who did.",
    path: () => "/budgets",
  },
  "credits-expiring": {
    label: "Credit expires",
    says: "Credit is about to expire.",
    todo: "Use it before it is gone: what expires first is spent first.",
    path: () => "/credits",
    leadsGetALetter: true,
  },
  "session-running": {
    label: "Session runs",
    says: "A machine is proven to work, and is charged for.",
    todo: "Connect to it; stop it when the work is done.",
    path: sessionPath,
  },
  "session-ended": {
    label: "Session ended",
    says: "A machine is proven gone, and charged for no more.",
    todo: "Nothing needs to be done.",
    path: sessionPath,
  },
  "session-failed": {
    label: "Session failed",
    says: "No machine could be had, or one was lost.",
    todo: "See what was tried, and rent from another offer.",
    path: sessionPath,
    urgent: true,
  },
  "agent-silent": {
    label: "Agent silent",
    says: "Nothing is heard from a machine's agent.",
    todo: "Look whether the machine still works: it ends itself when it hears nothing for long.",
    path: sessionPath,
    urgent: true,
  },
  "orphan-found": {
    label: "Orphan found",
    says: "A machine was found that no session has any more. It is being ended, and is not charged.",
    todo: "Nothing needs to be done; who runs this Berth may want to know why.",
    path: sessionPath,
  },
  "reservation-starting": {
    label: "Reservation about to start",
    says: "The machines of a reservation are being rented, so that they are there when it starts.",
    todo: "Have ready what is to run on them.",
    path: reservationPath,
  },
  "reservation-short": {
    label: "Reservation short",
    says: "A machine of a reservation was lost, and another is being rented.",
    todo: "Nothing needs to be done: what comes late is paid back by itself.",
    path: reservationPath,
    urgent: true,
  },
  "reservation-started": {
    label: "Reservation starts",
    says: "The first machine of a reservation is there.",
    todo: "Connect to it: the reserved time runs.",
    path: reservationPath,
  },
  "reservation-missed": {
    label: "Reservation missed",
    says: "The machines of a reservation could not be had.",
    todo: "What was promised is paid back by itself. Book another time or another pool.",
    path: reservationPath,
    urgent: true,
  },
  "reservation-ending": {
    label: "Reservation ends soon",
    says: "The end of a reservation is near.",
    todo: "Save what is on its machines, or extend it.",
    path: reservationPath,
    urgent: true,
  },
  "waitlist-served": {
    label: "Waiting is over",
    says: "GPUs that were waited for are booked, or were waited for in vain.",
    todo: "See the reservation.",
    path: () => "/reservations",
  },
  "price-reached": {
    label: "Price reached",
    says: "A watched price is there.",
    todo: "Rent it while it lasts.",
    path: () => "/offers",
  },
  "job-started": {
    label: "Job started",
    says: "A standing order found its hour and started.",
    todo: "See its session.",
    path: () => "/forecast",
  },
  "job-given-up": {
    label: "Job given up",
    says: "A standing order could not be started in time.",
    todo: "Give it more time or more money, and order it again.",
    path: () => "/forecast",
    urgent: true,
  },
  "forecast-changed": {
    label: "Forecast changed",
    says: "A market's price left the band of its forecast.",
    todo: "Look at the new forecast before you start anything long.",
    path: () => "/forecast",
  },
  "provider-failed": {
    label: "Provider failed",
    says: "A provider's offers could not be listed.",
    todo: "Its offers may be old; rent elsewhere until it answers again.",
    path: () => "/offers",
  },
  "provider-balance-low": {
    label: "Provider balance low",
    says: "Little is left in Berth’s own account at a provider. Without credit nothing more can be rented there, and what runs may be ended.",
    todo: "Pay in at the provider, or let Berth rent elsewhere.",
    path: () => "/fleet",
    urgent: true,
    operators: true,
  },
  "own-balance-low": {
    label: "Own balance low",
    says: "Little is left in the team’s own account at a provider that it rents at with its own key. Without credit nothing more can be rented there, and what runs may be ended.",
    todo: "Pay in at the provider.",
    path: () => "/settings/providers",
    urgent: true,
  },
};

/** What is told as an event, and not as a kind that somebody chose, can wait. */
export const isUrgent = (kind: Kind | null): boolean => kind !== null && (described[kind].urgent ?? false);

/** What the bell tells of until somebody chooses. */
export const usual: readonly Kind[] = [
  "budget-crossed",
  "budget-foreseen",
  "budget-unusual",
  "planned-use-dear",
  "approval-asked",
  "approval-decided",
  "credits-expiring",
  "session-failed",
  "agent-silent",
  "reservation-started",
  "reservation-missed",
  "reservation-ending",
  "waitlist-served",
  "price-reached",
  "job-started",
  "job-given-up",
  "provider-balance-low",
  "own-balance-low",
];

const facts = z.object({
  state: z.string().optional(),
  what: z.string().optional(),
  explained: z.array(z.string()).optional(),
});

export interface Told {
  topic: string;
  subject: string | null;
  payload: unknown;
}

const reservationKinds: Readonly<Record<string, Kind>> = {
  renting: "reservation-starting",
  active: "reservation-started",
  short: "reservation-short",
  missed: "reservation-missed",
};

export function kindOf({ topic, payload }: Pick<Told, "topic" | "payload">): Kind | null {
  const { state, what } = facts.safeParse(payload).data ?? {};
  switch (topic) {
    case "budget.crossed":
      return "budget-crossed";
    case "budget.foreseen":
      return "budget-foreseen";
    case "budget.unusual":
      return "budget-unusual";
    case "planned-use.dear":
      return "planned-use-dear";
    case "start-request.changed":
      return what === "asked" ? "approval-asked" : "approval-decided";
    case "credits.expiring":
      return "credits-expiring";
    case "session.changed":
      return state === "running"
        ? "session-running"
        : state === "stopped"
          ? "session-ended"
          : state === "failed"
            ? "session-failed"
            : null;
    case "session.orphaned":
      return "orphan-found";
    case "session.silent":
      return "agent-silent";
    case "reservation.changed":
      return reservationKinds[what ?? ""] ?? null;
    case "reservation.reminded":
      return "reservation-ending";
    case "waitlist.changed":
      return what === "booked" || what === "lapsed" ? "waitlist-served" : null;
    case "price-watch.fired":
      return "price-reached";
    case "flexible-job.changed":
      return state === "started" ? "job-started" : state === "given-up" ? "job-given-up" : null;
    case "forecast.changed-course":
      return "forecast-changed";
    case "provider.failed":
      return "provider-failed";
    case "provider.balance-low":
      return "provider-balance-low";
    case "provider-key.balance-low":
      return "own-balance-low";
    default:
      return null;
  }
}

/** What an alert says, wherever it is read. */
export interface Said {
  title: string;
  paragraphs: string[];
  /** A path of the console. */
  path: string;
}

/** What is told as an event says who did what. */
export function sayEvent(actorName: string, summary: string): Said {
  return { title: `${actorName} ${summary}`, paragraphs: [`${actorName} ${summary}.`], path: "/activity" };
}

/** `summary`: what happened, in a sentence without the actor. */
export function say(kind: Kind, { subject, payload }: Told, summary: string): Said {
  const { label, says, todo, path } = described[kind];
  const explained = facts.safeParse(payload).data?.explained ?? [];
  const about = subject ? ` It concerns ${subject}.` : "";
  return {
    title: `${label}: ${summary}`,
    paragraphs: explained.length > 0 ? explained : [`${says}${about}`, todo],
    path: path(subject),
  };
}
