const pageRows = 15;

/** Where a key leads from a row: null when it leads nowhere. */
export function nextRow(
  { key, ctrlKey, metaKey, altKey }: { key: string; ctrlKey: boolean; metaKey: boolean; altKey: boolean },
  from: number,
  count: number,
): number | null {
  if (count === 0 || ctrlKey || metaKey || altKey) return null;
  const last = count - 1;
  const here = Math.max(0, from);
  switch (key) {
    case "ArrowDown":
    case "j":
      return Math.min(last, here + 1);
    case "ArrowUp":
    case "k":
      return Math.max(0, here - 1);
    case "PageDown":
      return Math.min(last, here + pageRows);
    case "PageUp":
      return Math.max(0, here - pageRows);
    case "Home":
      return 0;
    case "End":
      return last;
    default:
      return null;
  }
}
