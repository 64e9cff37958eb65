"use client";

import dynamic from "next/dynamic";
import { readFragment, type FragmentType } from "#gql/fragment-masking.ts";
import { BurnDown_PointFragmentDoc, LotList_LotFragmentDoc } from "#gql/credits.ts";
import { formatUsd } from "#lib/money.ts";
import { useZone } from "#lib/reader.tsx";
import { shortDay } from "#lib/time.ts";
import { burnDown } from "./burn-down.ts";

const height = 168;

// The chart library is as large as the rest of the page; the figures come first.
const CourseChart = dynamic(() => import("#ui/chart/course-chart.tsx").then((chart) => chart.CourseChart), {
  ssr: false,
  loading: () => <div style={{ height }} />,
});

/** What was available in the last thirty days, and what is left in the next if nobody uses it. */
export function BurnDownChart({
  course,
  lots,
}: {
  course: readonly FragmentType<typeof BurnDown_PointFragmentDoc>[];
  lots: readonly FragmentType<typeof LotList_LotFragmentDoc>[];
}) {
  const zone = useZone();
  const dayOf = (at: number) => shortDay(at, zone);
  const points = burnDown(
    course.map((point) => readFragment(BurnDown_PointFragmentDoc, point)),
    lots.map((lot) => readFragment(LotList_LotFragmentDoc, lot)),
    dayOf,
  );
  const now = course.at(-1);
  const last = points.at(-1);
  if (!now || !last) return null;
  const { available } = readFragment(BurnDown_PointFragmentDoc, now);
  return (
    <CourseChart
      points={points}
      height={height}
      unit="$"
      dayOf={dayOf}
      label={`Credit over thirty days: ${formatUsd(available)} now; ${last.title.toLowerCase()} in thirty more.`}
    />
  );
}
