/** What a channel's selection gave of an event, or why it gave nothing. */
export type Selected = { event: unknown } | { event: null; missing: string };
