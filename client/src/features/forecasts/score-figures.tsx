import type { ForecastScoreFiguresFragment } from "#gql/graphql.ts";
import { counted } from "#lib/count.ts";
import { Badge } from "#ui/badge.tsx";
import { percent } from "./course.ts";
import { bands } from "./scores.ts";

/** A record in five figures. */
export function ScoreFigures({ score, series }: { score: ForecastScoreFiguresFragment; series: number }) {
  const { mape, naiveMape, band, skill, coverage80, coverage95, hours } = score;
  return (
    <dl className="numerals grid grid-cols-2 gap-x-6 gap-y-4 border-b px-4 py-5 sm:grid-cols-3 lg:grid-cols-5">
      <Figure name="Off by" value={mape === null ? "–" : percent(mape)}>
        {band && <Badge tone={bands[band].tone}>{bands[band].word}</Badge>}
      </Figure>
      <Figure name="Better than the last price by" value={skill === null ? "–" : percent(skill)}>
        {naiveMape === null ? null : `which was ${percent(naiveMape)} off`}
      </Figure>
      <Figure name="In the 80 % band" value={coverage80 === null ? "–" : percent(coverage80)}>
        {score.width80 === null ? null : `${percent(score.width80)} of the price wide`}
      </Figure>
      <Figure name="In the 95 % band" value={coverage95 === null ? "–" : percent(coverage95)}>
        {score.width95 === null ? null : `${percent(score.width95)} of the price wide`}
      </Figure>
      <Figure name="Scored hours" value={hours.toLocaleString("en")}>
        of {counted(series, "market")}
      </Figure>
    </dl>
  );
}

function Figure({ name, value, children }: { name: string; value: string; children: React.ReactNode }) {
  return (
    <div>
      <dt className="text-xs text-ink-faint">{name}</dt>
      <dd className="text-xl font-semibold tracking-tight">{value}</dd>
      <dd className="text-xs text-ink-soft">{children}</dd>
    </div>
  );
}
