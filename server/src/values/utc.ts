/** An instant in a sentence, to the minute: "2026-11-28 14:30 UTC". */
export const sayUtc = (instant: Date): string =>
  `${instant.toISOString().slice(0, 16).replace("T", " ")} UTC`;
