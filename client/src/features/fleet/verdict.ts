import type { FleetView_StateFragment } from "#gql/graphql.ts";

// Whether what a provider lists is what Berth believes, in a sentence, and whether all of it together proves that
// nothing runs which nobody knows.

export type FleetProvider = Omit<FleetView_StateFragment["providers"][number], "__typename">;
export type Difference = Omit<FleetView_StateFragment["differences"][number], "__typename">;

export interface FleetShown {
  providers: readonly FleetProvider[];
  differences: readonly Difference[];
}

type Update =
  | { __typename: "FleetAuditSnapshot"; providers: FleetProvider[]; differences: Difference[] }
  | { __typename: "FleetAuditDelta"; changed: FleetProvider[]; differences: Difference[] };

/** The fleet as it stands after an update: a provider that was looked at takes its own place. */
export function withUpdate(before: FleetShown, update: Update): FleetShown {
  const { differences } = update;
  if (update.__typename === "FleetAuditSnapshot") return { providers: update.providers, differences };
  const changed = new Map(update.changed.map((provider) => [provider.providerId, provider]));
  const kept = before.providers.map((provider) => changed.get(provider.providerId) ?? provider);
  const known = new Set(before.providers.map(({ providerId }) => providerId));
  const added = update.changed.filter(({ providerId }) => !known.has(providerId));
  return { providers: [...kept, ...added], differences };
}

export interface Verdict {
  tone: "good" | "warn" | "danger";
  word: string;
  sentence: string;
}

const machines = (count: number): string => (count === 1 ? "1 machine" : `${String(count)} machines`);

export function verdictOf(provider: FleetProvider): Verdict {
  const { problem, sweptAt, halted, orphansLeft, ours, believed, asked } = provider;
  if (problem)
    return {
      tone: "danger",
      word: "Not read",
      sentence: `Its list cannot be read: ${problem}. What is believed stands; nothing is ended by a list that fails.`,
    };
  if (!sweptAt) return { tone: "warn", word: "Not read yet", sentence: "Its list was not read yet." };
  if (halted)
    return {
      tone: "danger",
      word: "Halted",
      sentence:
        "Its last list would have ended too much at once, so it was not believed. Somebody should look.",
    };
  if (orphansLeft > 0)
    return {
      tone: "warn",
      word: "Orphans",
      sentence: `${machines(orphansLeft)} of ours that no session knows: being ended until proven gone.`,
    };
  // What was asked for a moment ago may be listed already, or not.
  if (ours < believed - asked || ours > believed)
    return {
      tone: "warn",
      word: "Differs",
      sentence: `It lists ${machines(ours)} of ours, and ${machines(believed)} are believed. Two looks a minute apart decide.`,
    };
  return { tone: "good", word: "Agrees", sentence: `It lists ${machines(ours)} of ours, as is believed.` };
}

/** Null unless every provider was read to the end and nothing is in question. */
export function proofOf({ providers, differences }: FleetShown): string | null {
  if (providers.length === 0 || differences.length > 0) return null;
  if (providers.some((provider) => verdictOf(provider).tone !== "good")) return null;
  const ours = providers.reduce((sum, { ours }) => sum + ours, 0);
  return `Every provider's list was read to its end: ${machines(ours)} of ours, each known, and no orphan.`;
}

const doubts: Record<Difference["doubt"], string> = {
  ORPHAN: "No session knows it",
  MISSED: "Believed, and not listed",
  UNANSWERED: "Asked for, and never answered",
  UNDYING: "Asked to go, and still there",
};

export const doubtWord = (doubt: Difference["doubt"]): string => doubts[doubt];
