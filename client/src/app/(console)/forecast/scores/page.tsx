import type { Metadata } from "next";
import { ScorecardView } from "#features/forecasts/scorecard-view.tsx";
import { ForecastProvidersDocument, ForecastScorecardDocument } from "#gql/forecasts.ts";
import { ask } from "#lib/graphql/server.ts";
import { Unreachable } from "../../../unreachable.tsx";

export const metadata: Metadata = { title: "Scorecard" };

export default async function ScorecardPage() {
  const [live, replayed, providers] = await Promise.all([
    ask(ForecastScorecardDocument, { days: 30, replayed: false }),
    ask(ForecastScorecardDocument, { days: 30, replayed: true }),
    ask(ForecastProvidersDocument, {}),
  ]);
  const problem = live.problem ?? replayed.problem ?? providers.problem;
  if (problem || !live.data || !replayed.data || !providers.data)
    return problem && <Unreachable problem={problem} />;
  return (
    <ScorecardView
      live={live.data.forecastScores}
      replayed={replayed.data.forecastScores}
      providers={providers.data.providers}
    />
  );
}
