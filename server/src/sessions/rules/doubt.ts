// Why a machine that may cost something is in question.

export type Doubt = "orphan" | "missed" | "unanswered" | "undying";

export interface Doubtful {
  state: "asked" | "there" | "ending" | "over";
  reason: string | null;
  askedAt: Date;
  firstMissedAt: Date | null;
  destroyAskedAt: Date | null;
}

/** The gravest of what may be said of it, and since when. */
export function doubtOf(machine: Doubtful): { doubt: Doubt; since: Date } {
  const { state, reason, askedAt, firstMissedAt, destroyAskedAt } = machine;
  if (reason === "orphan") return { doubt: "orphan", since: askedAt };
  if (state === "asked") return { doubt: "unanswered", since: askedAt };
  if (firstMissedAt) return { doubt: "missed", since: firstMissedAt };
  return { doubt: "undying", since: destroyAskedAt ?? askedAt };
}
