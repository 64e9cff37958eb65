import type { Usd } from "../../values/money.ts";

// The books of an account. Value comes out of a source, is at hand or set aside, and ends up used;
// every movement takes from one book what it puts into another, so all books together are always
// zero. Sources are therefore at or below zero and say, with the sign turned, what came out of them.
//
//   outside ──┐                        ┌──▶ spent
//   granted ──┼─▶ pending ─▶ available ─┼─▶ held ─┘ ▲
//   sla ──────┘                ▲   ▲   └──▶ expired │
//                              │   └──── held ◀─────┘ (given back)
//   refunds ───────────────────┘
export const books = [
  /** Granted or bought, and not yet to be spent. */
  "pending",
  "available",
  "held",
  "spent",
  "expired",
  /** Grants and promotions. */
  "granted",
  /** What was spent and came back. `spent` itself is never taken back: corrections are new entries. */
  "refunds",
  /** What Berth paid for promises not kept. */
  "sla",
  /** The rest of the world: money that was paid in. */
  "outside",
  /** What goes from a lot that has ended into the next one. Nothing stays here. */
  "rolled",
] as const;

export type Book = (typeof books)[number];

export const origins = ["purchase", "grant", "promotion", "sla"] as const;
export type Origin = (typeof origins)[number];

export const sourceOf = {
  purchase: "outside",
  grant: "granted",
  promotion: "granted",
  sla: "sla",
} as const satisfies Record<Origin, Book>;

/** One line of a transaction: what a book gains or loses, of which lot. */
export interface Entry {
  book: Book;
  lotId: string;
  amount: Usd;
}

export function move(from: Book, to: Book, parts: readonly Part[]): Entry[] {
  return parts.flatMap(({ lotId, amount }) => [
    { book: from, lotId, amount: -amount },
    { book: to, lotId, amount },
  ]);
}

/** An amount of one lot. */
export interface Part {
  lotId: string;
  amount: Usd;
}

export function sumOf(parts: readonly { amount: Usd }[]): Usd {
  return parts.reduce((sum, { amount }) => sum + amount, 0n);
}

export type Totals = Record<Book, Usd>;

export function totalsOf(entries: readonly Entry[]): Totals {
  const totals = Object.fromEntries(books.map((book) => [book, 0n])) as Totals;
  for (const { book, amount } of entries) totals[book] += amount;
  return totals;
}

/** What a lot keeps count of: where its value is now. `spent` is what was spent and did not come back. */
export const places = ["pending", "available", "held", "spent", "expired", "rolled"] as const;
export type Place = (typeof places)[number];
export type LotChange = Record<Place, Usd> & { lotId: string };

/** What the entries of a transaction do to each lot that was there before. */
export function lotChangesOf(entries: readonly Entry[], newLotId?: string): LotChange[] {
  const changes = new Map<string, LotChange>();
  for (const { lotId, book, amount } of entries) {
    if (lotId === newLotId) continue;
    const change = changes.get(lotId) ?? { lotId, ...nowhere };
    changes.set(lotId, change);
    if (book === "refunds") change.spent += amount;
    else if (isPlace(book)) change[book] += amount;
  }
  return [...changes.values()];
}

const nowhere: Record<Place, Usd> = {
  pending: 0n,
  available: 0n,
  held: 0n,
  spent: 0n,
  expired: 0n,
  rolled: 0n,
};

function isPlace(book: Book): book is Book & Place {
  return (places as readonly string[]).includes(book);
}
