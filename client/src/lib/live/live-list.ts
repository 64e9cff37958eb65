// A live list is a window on a longer, ordered list: the pages loaded so far, kept true by the
// changes that follow. Everything here is arithmetic on values; use-live-list.ts feeds it.
//
//   page ──open──▶ list ──change──▶ list ──change──▶ …
//   page ──append──┘         a row that left stays, marked, until it is swept
//
// The page that follows is read at one moment and is there at a later one. What the tail says in between it says once,
// of rows beyond the loaded part too: it is kept until the page is there, and holds for its rows.
//
// While someone reads (the pointer is on a row, or the keyboard is), the list is held: rows change
// in place, but none moves, comes or goes under the reader's hand. What came meanwhile waits.

export interface Page<Row> {
  rows: readonly Row[];
  endCursor: string | null;
  hasMore: boolean;
  /** Null where nobody counts the whole. */
  totalCount: number | null;
  liveCursor: string;
}

export interface Change<Row> {
  cursor: string;
  changed: readonly Row[];
  /** Ids of rows that belong in the list no more. */
  gone: readonly string[];
  totalCount: number | null;
}

export type Mark = "arrived" | "changed" | "gone";

export interface LiveRow<Row> {
  row: Row;
  /** What happened to it last since the page was loaded, and when. */
  mark: Mark | null;
  markedAt: number;
  /** The row as it was before it changed. */
  before: Row | null;
}

export interface LiveList<Row> {
  rows: readonly LiveRow<Row>[];
  /** Rows that came while the list was held. */
  waiting: readonly Row[];
  endCursor: string | null;
  hasMore: boolean;
  /** The last row of the last page, as it was loaded: what stands after it comes with the next page. */
  edge: Row | null;
  totalCount: number | null;
  /** Where the tail goes on from. */
  cursor: string;
  /** What was told since the page that follows was asked for; null while none is on its way. */
  told: readonly Change<Row>[] | null;
}

/** How to read the rows of one list. */
export interface Reading<Row> {
  idOf: (row: Row) => string;
  /** The order of the list. Of rows it calls equal, the one that came last stands first. */
  compare: (a: Row, b: Row) => number;
  /** Whether a row that comes in is older than the one that is there, and so tells nothing. */
  isStale: (incoming: Row, known: Row) => boolean;
}

/** Of a list of what happened: the newest first, and nothing of it ever changes. */
export function newestFirst<Row extends { id: string; at: string }>(): Reading<Row> {
  return {
    idOf: ({ id }) => id,
    compare: (a, b) => (a.at < b.at ? 1 : a.at > b.at ? -1 : 0),
    isStale: () => false,
  };
}

/** A connection of the API as a page, with its rows read; nobody counts the whole unless it is said. */
export function toPage<Row>(
  connection: {
    pageInfo: { endCursor: string | null; hasNextPage: boolean };
    liveCursor: string;
    totalCount?: number | null;
  },
  rows: readonly Row[],
): Page<Row> {
  const { pageInfo, liveCursor, totalCount = null } = connection;
  return { rows, endCursor: pageInfo.endCursor, hasMore: pageInfo.hasNextPage, totalCount, liveCursor };
}

export interface Moment {
  now: number;
  held: boolean;
}

/** How long a row that left stays to be seen leaving. */
export const leavingMs = 6_000;

export function openList<Row>(page: Page<Row>): LiveList<Row> {
  return {
    rows: page.rows.map((row) => ({ row, mark: null, markedAt: 0, before: null })),
    waiting: [],
    endCursor: page.endCursor,
    hasMore: page.hasMore,
    edge: page.rows.at(-1) ?? null,
    totalCount: page.totalCount,
    cursor: page.liveCursor,
    told: null,
  };
}

/** To be said before the page that follows is asked for. */
export function expectPage<Row>(list: LiveList<Row>): LiveList<Row> {
  return { ...list, told: [] };
}

/** The page that was asked for does not come. */
export function missPage<Row>(list: LiveList<Row>): LiveList<Row> {
  return { ...list, told: null };
}

/**
 * The page that follows. The market went on since the first one was read, so a row may be in both:
 * the newer reading stays. The tail's cursor is not moved, since what lies between is still to come.
 */
export function appendPage<Row>(list: LiveList<Row>, page: Page<Row>, reading: Reading<Row>): LiveList<Row> {
  const { idOf, isStale } = reading;
  const told = list.told ?? [];
  const isCounted = told.some(({ totalCount }) => totalCount !== null);
  const next: LiveList<Row> = {
    ...list,
    endCursor: page.endCursor,
    hasMore: page.hasMore,
    edge: page.rows.at(-1) ?? list.edge,
    totalCount: isCounted ? list.totalCount : (page.totalCount ?? list.totalCount),
    told: null,
  };

  const incoming = new Map(page.rows.map((row) => [idOf(row), row]));
  const known = new Set([...list.rows.map(({ row }) => row), ...list.waiting].map(idOf));
  // A page that is newer than what was told loses nothing: the tail is still to tell what came after.
  for (const [id, row] of lastTold(told, reading)) {
    if (row && !known.has(id) && belongs(row, next, reading)) incoming.set(id, row);
    else incoming.delete(id);
  }

  const kept = list.rows.map((entry) => {
    const id = idOf(entry.row);
    const row = incoming.get(id);
    if (!row) return entry;
    incoming.delete(id);
    return isStale(row, entry.row) ? entry : { ...entry, row };
  });
  const added = [...incoming.values()].map((row): LiveRow<Row> => ({
    row,
    mark: null,
    markedAt: 0,
    before: null,
  }));
  return {
    ...next,
    rows: ordered([...kept, ...added], reading),
    waiting: list.waiting.filter((row) => !incoming.has(idOf(row))),
  };
}

/** How each row stands after changes that spoke of it; null for one that is gone. */
function lastTold<Row>(changes: readonly Change<Row>[], { idOf }: Reading<Row>): Map<string, Row | null> {
  const rows = new Map<string, Row | null>();
  for (const { changed, gone } of changes) {
    for (const row of changed) rows.set(idOf(row), row);
    for (const id of gone) rows.set(id, null);
  }
  return rows;
}

export function applyChange<Row>(
  list: LiveList<Row>,
  change: Change<Row>,
  reading: Reading<Row>,
  { now, held }: Moment,
): LiveList<Row> {
  const { idOf, isStale } = reading;
  const changed = new Map(change.changed.map((row) => [idOf(row), row]));
  const gone = new Set(change.gone);

  const rows = list.rows.map((entry): LiveRow<Row> => {
    const id = idOf(entry.row);
    const row = changed.get(id);
    changed.delete(id);
    if (gone.has(id))
      return entry.mark === "gone" ? entry : { ...entry, mark: "gone", markedAt: now, before: null };
    if (!row || isStale(row, entry.row)) return entry;
    return { row, mark: "changed", markedAt: now, before: entry.row };
  });

  const waiting = new Map(list.waiting.map((row) => [idOf(row), row]));
  for (const id of gone) waiting.delete(id);
  for (const [id, row] of changed) {
    if (!gone.has(id) && belongs(row, list, reading)) waiting.set(id, row);
    else waiting.delete(id);
  }

  const next: LiveList<Row> = {
    ...list,
    rows,
    waiting: [...waiting.values()],
    cursor: change.cursor,
    totalCount: change.totalCount ?? list.totalCount,
    told: list.told && [...list.told, change],
  };
  return held ? next : settle(next, reading, now);
}

/** Nobody reads any more: what waited takes its place, and every row stands where it belongs. */
export function settle<Row>(list: LiveList<Row>, reading: Reading<Row>, now: number): LiveList<Row> {
  const arrived = list.waiting.map((row): LiveRow<Row> => ({
    row,
    mark: "arrived",
    markedAt: now,
    before: null,
  }));
  const kept = list.rows.filter(({ row, mark }) => mark === "gone" || belongs(row, list, reading));
  return { ...list, rows: ordered([...arrived, ...kept], reading), waiting: [] };
}

/** A row beyond the loaded part is left out: it comes with the page it is on. */
function belongs<Row>(row: Row, { hasMore, edge }: LiveList<Row>, { compare }: Reading<Row>): boolean {
  return !hasMore || (edge !== null && compare(row, edge) <= 0);
}

/** Takes out the rows whose leaving has been seen. */
export function sweep<Row>(list: LiveList<Row>, { now, held }: Moment): LiveList<Row> {
  if (held) return list;
  const rows = list.rows.filter((entry) => entry.mark !== "gone" || now - entry.markedAt < leavingMs);
  return rows.length === list.rows.length ? list : { ...list, rows };
}

/** When the next row is due to be swept; null when none is leaving. */
export function nextSweepAt<Row>(list: LiveList<Row>): number | null {
  let due: number | null = null;
  for (const entry of list.rows) {
    if (entry.mark === "gone" && (due === null || entry.markedAt + leavingMs < due))
      due = entry.markedAt + leavingMs;
  }
  return due;
}

function ordered<Row>(rows: LiveRow<Row>[], { compare }: Reading<Row>): LiveRow<Row>[] {
  return rows.toSorted((a, b) => compare(a.row, b.row));
}
