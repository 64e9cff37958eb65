import { z } from "zod";

// What somebody may want to be told of, in the words of the page where they choose, and what each alert says
// besides what happened. An event is of one kind at most: most events are nobody's alarm.

export const kinds = [
  "budget-crossed",
  "credits-expiring",
  "session-running",
  "session-ended",
  "session-failed",
  "agent-silent",
  "reservation-started",
  "reservation-missed",
  "reservation-ending",
  "waitlist-served",
  "price-reached",
  "job-started",
  "job-given-up",
  "forecast-changed",
  "provider-failed",
] as const;
export type Kind = (typeof kinds)[number];

interface Described {
  label: string;
  says: string;
  todo: string;
  path: (subject: string | null) => string;
  /** Told through quiet hours, too: it costs money or work while it waits. */
  urgent?: true;
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
  },
  "credits-expiring": {
    label: "Credit expires",
    says: "Credit is about to expire.",
    todo: "Use it before it is gone: what expires first is spent first.",
    path: () => "/credits",
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
    label: "Waitlist served",
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
};

/** What the bell tells of until somebody chooses. */
export const usual: readonly Kind[] = [
  "budget-crossed",
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

export function kindOf({ topic, payload }: Pick<Told, "topic" | "payload">): Kind | null {
  const { state, what } = facts.safeParse(payload).data ?? {};
  switch (topic) {
    case "budget.crossed":
      return "budget-crossed";
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
    case "session.silent":
      return "agent-silent";
    case "reservation.changed":
      return what === "active" ? "reservation-started" : what === "missed" ? "reservation-missed" : null;
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
