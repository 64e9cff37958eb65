/** What every chart of the console shares: quiet axes, hairlines, and one way to tell a point. */
export const axisStyle = {
  stroke: "var(--color-line-strong)",
  tick: { fill: "var(--color-ink-faint)", fontSize: 11 },
  tickLine: false,
  axisLine: false,
} as const;

export const gridStyle = { stroke: "var(--color-line)", vertical: false } as const;

export function ChartTip({
  title,
  detail,
  more = [],
}: {
  title: string;
  detail: string;
  more?: readonly string[];
}) {
  return (
    <div className="numerals max-w-96 rounded-md border bg-sheet px-2.5 py-1.5 text-xs text-wrap shadow-lift">
      <p className="font-medium text-ink">{title}</p>
      <p className="text-ink-soft">{detail}</p>
      {more.map((line) => (
        <p key={line} className="mt-1 text-ink-soft">
          {line}
        </p>
      ))}
    </div>
  );
}
