import { expect, test } from "vitest";
import {
  appendPage,
  applyChange,
  expectPage,
  leavingMs,
  missPage,
  nextSweepAt,
  openList,
  settle,
  sweep,
  type Page,
  type Reading,
} from "./live-list.ts";

interface Quote {
  id: string;
  price: number;
  seen: number;
}

const byPrice: Reading<Quote> = {
  idOf: (quote) => quote.id,
  compare: (a, b) => a.price - b.price || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0),
  isStale: (incoming, known) => incoming.seen < known.seen,
};

const quote = (id: string, price: number, seen = 1): Quote => ({ id, price, seen });
const page = (rows: Quote[], more: Partial<Page<Quote>> = {}): Page<Quote> => ({
  rows,
  endCursor: null,
  hasMore: false,
  totalCount: rows.length,
  liveCursor: "c1",
  ...more,
});
const change = (changed: Quote[], gone: string[] = [], cursor = "c2") => ({
  changed,
  gone,
  cursor,
  totalCount: null,
});
const free = { now: 1_000, held: false };
const held = { now: 1_000, held: true };
const ids = (list: { rows: readonly { row: Quote }[] }): string =>
  list.rows.map(({ row }) => row.id).join("");

test("a changed row takes its new place, and is marked", () => {
  const list = applyChange(
    openList(page([quote("a", 1), quote("b", 2), quote("c", 3)])),
    change([quote("a", 9, 2)]),
    byPrice,
    free,
  );
  expect(ids(list)).toBe("bca");
  expect(list.rows.at(-1)).toEqual({
    row: quote("a", 9, 2),
    mark: "changed",
    markedAt: 1_000,
    before: quote("a", 1),
  });
});

test("a new row stands where it belongs", () => {
  const list = applyChange(
    openList(page([quote("a", 1), quote("c", 3)])),
    change([quote("b", 2)]),
    byPrice,
    free,
  );
  expect(ids(list)).toBe("abc");
  expect(list.rows[1]?.mark).toBe("arrived");
});

test("a new row beyond the loaded part waits for its page", () => {
  const list = applyChange(
    openList(page([quote("a", 1), quote("c", 3)], { hasMore: true })),
    change([quote("z", 9)]),
    byPrice,
    free,
  );
  expect(ids(list)).toBe("ac");
});

test("a row that moves beyond the loaded part leaves it, and comes again with its page", () => {
  const open = openList(page([quote("a", 1), quote("b", 2), quote("c", 3)], { hasMore: true }));
  const moved = applyChange(open, change([quote("b", 7, 2)]), byPrice, free);
  expect(ids(moved)).toBe("ac");
  expect(ids(applyChange(moved, change([quote("n", 5)], [], "c3"), byPrice, free))).toBe("ac");
  expect(ids(appendPage(moved, page([quote("n", 5), quote("b", 7, 2)]), byPrice))).toBe("acnb");
});

test("a row that waits and moves beyond the loaded part waits no more", () => {
  const open = openList(page([quote("a", 1), quote("c", 3)], { hasMore: true }));
  const came = applyChange(open, change([quote("b", 2), quote("z", 9)]), byPrice, held);
  expect(came.waiting).toEqual([quote("b", 2)]);
  expect(applyChange(came, change([quote("b", 8, 2)], [], "c3"), byPrice, held).waiting).toEqual([]);
});

test("a row that left is seen leaving, then swept", () => {
  const left = applyChange(openList(page([quote("a", 1), quote("b", 2)])), change([], ["a"]), byPrice, free);
  expect(ids(left)).toBe("ab");
  expect(left.rows[0]?.mark).toBe("gone");
  expect(nextSweepAt(left)).toBe(1_000 + leavingMs);
  expect(ids(sweep(left, { now: 999 + leavingMs, held: false }))).toBe("ab");
  expect(ids(sweep(left, { now: 1_000 + leavingMs, held: false }))).toBe("b");
});

test("a row that comes back before it was swept stays", () => {
  const left = applyChange(openList(page([quote("a", 1)])), change([], ["a"]), byPrice, free);
  const back = applyChange(left, change([quote("a", 2, 2)], [], "c3"), byPrice, { now: 2_000, held: false });
  expect(back.rows).toEqual([
    { row: quote("a", 2, 2), mark: "changed", markedAt: 2_000, before: quote("a", 1) },
  ]);
  expect(nextSweepAt(back)).toBeNull();
});

test("while someone reads, rows change in place and none moves, comes or goes", () => {
  const open = openList(page([quote("a", 1), quote("b", 2)]));
  const list = applyChange(open, change([quote("a", 9, 2), quote("n", 1.5)], ["b"]), byPrice, held);
  expect(ids(list)).toBe("ab");
  expect(list.rows.map(({ mark }) => mark)).toEqual(["changed", "gone"]);
  expect(list.waiting).toEqual([quote("n", 1.5)]);
  expect(sweep(list, { now: 99_999, held: true })).toBe(list);

  const settled = settle(list, byPrice, 3_000);
  expect(ids(settled)).toBe("nba");
  expect(settled.waiting).toEqual([]);
});

test("a row that came and left while someone read was never there", () => {
  const came = applyChange(openList(page([quote("a", 1)])), change([quote("n", 2)]), byPrice, held);
  const left = applyChange(came, change([], ["n"], "c3"), byPrice, held);
  expect(ids(settle(left, byPrice, 0))).toBe("a");
});

test("a row that waits changes while it waits, and arrives once", () => {
  const came = applyChange(openList(page([quote("a", 1)])), change([quote("n", 2)]), byPrice, held);
  const moved = applyChange(came, change([quote("n", 0.5, 2)], [], "c3"), byPrice, held);
  expect(settle(moved, byPrice, 0).rows.map(({ row }) => row)).toEqual([quote("n", 0.5, 2), quote("a", 1)]);
});

test("the same change twice is the same as once", () => {
  const open = openList(page([quote("a", 1), quote("b", 2)]));
  const once = applyChange(open, change([quote("a", 3, 2), quote("n", 1)], ["b"]), byPrice, free);
  const twice = applyChange(once, change([quote("a", 3, 2), quote("n", 1)], ["b"]), byPrice, free);
  expect(ids(twice)).toBe(ids(once));
});

test("an older reading of a row tells nothing", () => {
  const open = openList(page([quote("a", 5, 7)]));
  expect(applyChange(open, change([quote("a", 1, 6)]), byPrice, free).rows).toEqual(open.rows);
});

test("the page that follows is joined without a repeat, and the newer reading wins", () => {
  const open = openList(
    page([quote("a", 1), quote("b", 2, 5)], { hasMore: true, endCursor: "b", totalCount: 4 }),
  );
  const list = appendPage(
    open,
    page([quote("b", 2, 4), quote("c", 3), quote("d", 4)], { totalCount: 5, liveCursor: "c9" }),
    byPrice,
  );
  expect(ids(list)).toBe("abcd");
  expect(list.rows[1]?.row.seen).toBe(5);
  expect(list.hasMore).toBe(false);
  expect(list.totalCount).toBe(5);
});

test("a later page does not move the tail: what lies between is still to come", () => {
  const open = openList(page([quote("a", 1)], { hasMore: true }));
  expect(appendPage(open, page([quote("b", 2)], { liveCursor: "c9" }), byPrice).cursor).toBe("c1");
  expect(applyChange(open, change([], [], "c2"), byPrice, free).cursor).toBe("c2");
});

// Page two is d 4, e 5 when it is read; what happens then is told before the page is there.
const expecting = () =>
  expectPage(openList(page([quote("a", 1), quote("c", 3)], { hasMore: true, endCursor: "c" })));
const pageTwo = [quote("d", 4), quote("e", 5)];

test("what changes while the next page is on its way holds for the rows of that page", () => {
  const told = applyChange(expecting(), change([quote("d", 9, 2)], ["e"]), byPrice, free);
  expect(ids(told)).toBe("ac");
  const whole = appendPage(told, page(pageTwo), byPrice);
  expect(whole.rows.map(({ row }) => row)).toEqual([quote("a", 1), quote("c", 3), quote("d", 9, 2)]);
  expect(whole.cursor).toBe("c2");
});

test("a row that moves beyond the next page while that is on its way comes with its own", () => {
  const told = applyChange(expecting(), change([quote("d", 9, 2)]), byPrice, free);
  const two = appendPage(told, page(pageTwo, { hasMore: true, endCursor: "e" }), byPrice);
  expect(ids(two)).toBe("ace");
  expect(ids(appendPage(expectPage(two), page([quote("d", 9, 2)]), byPrice))).toBe("aced");
});

test("a row that leaves the loaded part while the next page is on its way comes with it", () => {
  const told = applyChange(expecting(), change([quote("a", 4.5, 2)]), byPrice, free);
  expect(ids(told)).toBe("c");
  expect(ids(appendPage(told, page(pageTwo), byPrice))).toBe("cdae");
});

test("a row that waits when the next page is there waits on", () => {
  const told = applyChange(expecting(), change([quote("d", 2, 2)]), byPrice, held);
  const whole = appendPage(told, page(pageTwo), byPrice);
  expect(ids(whole)).toBe("ace");
  expect(ids(settle(whole, byPrice, 0))).toBe("adce");
});

test("how many there are is what was told last, be it by a change or by a page", () => {
  const told = applyChange(expecting(), { ...change([], ["e"]), totalCount: 3 }, byPrice, free);
  const whole = appendPage(told, page(pageTwo, { totalCount: 4 }), byPrice);
  expect(whole.totalCount).toBe(3);
  expect(appendPage(expectPage(whole), page([], { totalCount: 5 }), byPrice).totalCount).toBe(5);
});

test("of a page that never came nothing is kept", () => {
  const told = applyChange(missPage(expecting()), change([quote("d", 9, 2)], ["e"]), byPrice, free);
  expect(told.told).toBeNull();
});

test("rows of one price keep one order", () => {
  const list = applyChange(
    openList(page([quote("b", 1), quote("c", 1)])),
    change([quote("a", 1)]),
    byPrice,
    free,
  );
  expect(ids(list)).toBe("abc");
});

// Whatever is changed in whatever order, the loaded part must end as one loaded anew would read.
test("a list that followed every change reads as one opened now, page after page", () => {
  for (let seed = 1; seed <= 200; seed++) {
    const random = seededRandom(seed);
    const market = new Map(
      Array.from({ length: 14 }, (_, n) => [`r${n}`, quote(`r${n}`, Math.floor(random() * 50))]),
    );
    const read = (): Quote[] => [...market.values()].toSorted(byPrice.compare);
    const first = read().slice(0, 6);
    const edge = first[5] ?? quote("", 0);
    let list = openList(page(first, { hasMore: true, totalCount: market.size }));

    for (let step = 2; step < 40; step++) {
      const id = `r${Math.floor(random() * 20)}`;
      const leaves = random() < 0.3;
      if (leaves) market.delete(id);
      else market.set(id, quote(id, Math.floor(random() * 50), step));
      const row = market.get(id);
      const isHeld = random() < 0.5;
      const moment = { now: step, held: isHeld };
      list = applyChange(list, change(row ? [row] : [], leaves ? [id] : [], `c${step}`), byPrice, moment);
    }
    const now = 100 + leavingMs;
    const end = sweep(settle(list, byPrice, now), { now, held: false });
    const shown = (): Quote[] => read().filter((row) => byPrice.compare(row, edge) <= 0);
    expect(
      end.rows.map(({ row }) => row),
      `seed ${seed}`,
    ).toEqual(shown());

    const rest = read().filter((row) => byPrice.compare(row, edge) > 0);
    const whole = appendPage(end, page(rest), byPrice);
    expect(
      whole.rows.map(({ row }) => row),
      `seed ${seed}, next page`,
    ).toEqual(read());
  }
});

// The page is read at one step and is there at a later one, and what is told may be behind both.
test("a page that was on its way while everything changed is joined as one that is read now", () => {
  for (let seed = 1; seed <= 300; seed++) {
    const random = seededRandom(seed);
    const market = new Map(
      Array.from({ length: 14 }, (_, n) => [`r${n}`, quote(`r${n}`, Math.floor(random() * 50))]),
    );
    const read = (): Quote[] => [...market.values()].toSorted(byPrice.compare);
    let list = openList(page(read().slice(0, 4), { hasMore: true }));
    const askedAt = 2 + Math.floor(random() * 10);
    const readAt = askedAt + Math.floor(random() * 10);
    const thereAt = readAt + Math.floor(random() * 10);
    let next = page([]);
    let untold: ReturnType<typeof change>[] = [];

    for (let step = 2; step < 40; step++) {
      if (step === askedAt) list = expectPage(list);
      if (step === readAt) {
        const { edge } = list;
        const rest = read().filter((row) => edge && byPrice.compare(row, edge) > 0);
        next = page(rest.slice(0, 5), { hasMore: rest.length > 5 });
      }
      if (step === thereAt) list = appendPage(list, next, byPrice);

      const id = `r${Math.floor(random() * 20)}`;
      const leaves = random() < 0.3;
      if (leaves) market.delete(id);
      else market.set(id, quote(id, Math.floor(random() * 50), step));
      const row = market.get(id);
      untold.push(change(row ? [row] : [], leaves ? [id] : [], `c${step}`));
      if (random() < 0.5) continue;
      const moment = { now: step, held: random() < 0.5 };
      list = untold.reduce((before, one) => applyChange(before, one, byPrice, moment), list);
      untold = [];
    }
    const now = 100 + leavingMs;
    list = untold.reduce((before, one) => applyChange(before, one, byPrice, { now: 40, held: true }), list);
    const end = sweep(settle(list, byPrice, now), { now, held: false });
    const edge = next.hasMore ? next.rows.at(-1) : undefined;
    expect(
      end.rows.map(({ row }) => row),
      `seed ${seed}`,
    ).toEqual(read().filter((row) => !edge || byPrice.compare(row, edge) <= 0));
  }
});

function seededRandom(seed: number): () => number {
  let state = seed;
  return () => (state = (state * 1_103_515_245 + 12_345) & 0x7fffffff) / 0x7fffffff;
}
