import type { ReservationState } from "#gql/graphql.ts";
import { Badge } from "#ui/badge.tsx";
import { stateWord } from "./words.ts";

export function StateBadge({ state, short = false }: { state: ReservationState; short?: boolean }) {
  const { word, tone } = stateWord(state);
  return short && state !== "MISSED" ? (
    <Badge tone="warn">{word}, waits for machines</Badge>
  ) : (
    <Badge tone={tone}>{word}</Badge>
  );
}
