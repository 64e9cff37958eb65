import type { SessionState } from "#gql/graphql.ts";
import { Badge } from "#ui/badge.tsx";
import { stateWord } from "./words.ts";

export function StateBadge({ state }: { state: SessionState }) {
  const { word, tone } = stateWord(state);
  return <Badge tone={tone}>{word}</Badge>;
}
