const only = process.env["SESSION_SEED"];
const count = Number(process.env["SESSION_SEEDS"] ?? 200);

/** The one life that somebody wants to see: SESSION_SEED. Of it, everything is told. */
export const isReplay = only !== undefined;

/** The lives that are lived: SESSION_SEEDS of them, for a night's worth. */
export const seeds = only === undefined ? Array.from({ length: count }, (_, at) => at + 1) : [Number(only)];
