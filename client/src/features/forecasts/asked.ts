const hourMs = 3_600_000;
const dayMs = 24 * hourMs;

/** How old the past forecast is that is shown unless another is asked for. */
export const usualDaysBack = 7;

export interface Asked {
  seriesId: string;
  /** How long ago the past forecast was made that is shown. */
  daysBack: number;
}

/** Whole hours, so that the same hour asks the same. */
export function toVariables({ seriesId, daysBack }: Asked, now: number) {
  const hour = Math.ceil(now / hourMs) * hourMs;
  return {
    seriesId,
    pastAt: new Date(hour - daysBack * dayMs).toISOString(),
    from: new Date(hour - 7 * dayMs).toISOString(),
    to: new Date(hour).toISOString(),
  };
}
