/** What every chart of the console shares: quiet axes, hairlines, and one way to tell a point. */
export const axisStyle = {
  stroke: "var(--color-line-strong)",
  tick: { fill: "var(--color-ink-faint)", fontSize: 11 },
  tickLine: false,
  axisLine: false,
} as const;

export const gridStyle = { stroke: "var(--color-line)", vertical: false } as const;

export function ChartTip({ title, detail }: { title: string; detail: string }) {
  return (
    <div className="numerals rounded-md border bg-sheet px-2.5 py-1.5 text-xs shadow-lift">
      <p className="font-medium text-ink">{title}</p>
      <p className="text-ink-soft">{detail}</p>
    </div>
  );
}
