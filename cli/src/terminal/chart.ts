const BLOCKS = " ▁▂▃▄▅▆▇█";

export interface ChartPoint {
  /** Null is a gap. */
  value: number | null;
  /** Foretold, and drawn lighter. */
  foretold: boolean;
}

/**
 * Bars over time, as wide as there is room, with the highest and the lowest value beside them. Points
 * that share a column are averaged; what is not known is left empty, and is no zero.
 */
export function chart(
  points: readonly ChartPoint[],
  {
    width,
    height,
    say,
    light,
  }: { width: number; height: number; say: (value: number) => string; light: (text: string) => string },
): string {
  const known = points.flatMap(({ value }) => (value === null ? [] : [value]));
  if (known.length === 0) return "";
  const [least, most] = [Math.min(...known), Math.max(...known)];
  const labels = [say(most), say(least)];
  const room = Math.max(...labels.map((label) => label.length));
  const columns = squeeze(points, Math.max(1, Math.min(points.length, width - room - 2)));
  // A bar for the least is seen, too: the scale begins a little under it.
  const floor = least - (most - least || most || 1) / (height * 4);
  const lines = Array.from({ length: height }, (_, row) => {
    const bars = columns.map(({ value, foretold }) => {
      if (value === null) return " ";
      const eighths = Math.round(((value - floor) / (most - floor)) * height * 8);
      const bar = BLOCKS[Math.max(0, Math.min(8, eighths - (height - 1 - row) * 8))] ?? " ";
      return foretold && bar !== " " ? light(bar) : bar;
    });
    const label = row === 0 ? labels[0] : row === height - 1 ? labels[1] : "";
    return `${(label ?? "").padStart(room)}  ${bars.join("").trimEnd()}`;
  });
  return lines.join("\n");
}

function squeeze(points: readonly ChartPoint[], columns: number): ChartPoint[] {
  return Array.from({ length: columns }, (_, at) => {
    const from = Math.floor((at * points.length) / columns);
    const part = points.slice(from, Math.max(from + 1, Math.floor(((at + 1) * points.length) / columns)));
    const values = part.flatMap(({ value }) => (value === null ? [] : [value]));
    return {
      value: values.length > 0 ? values.reduce((sum, value) => sum + value, 0) / values.length : null,
      foretold: part[0]?.foretold ?? false,
    };
  });
}
