import { afterAll, beforeAll, expect, test } from "vitest";
import { capture, hold } from "../credits/index.ts";
import { costOf } from "../sessions/index.ts";
import { give, within } from "../testing/ledger.ts";
import { listed } from "../testing/listed.ts";
import { list } from "../testing/market.ts";
import { addPerson } from "../testing/team.ts";
import { makeWorld, type World } from "../testing/world.ts";
import type { Person } from "../values/actor.ts";
import { usd } from "../values/money.ts";
import { addSomeUp, addUpSavings } from "./add-up.ts";
import { checkSavingsOf } from "./check-savings.ts";
import { projectMonth, readSavings } from "./read-savings.ts";
import { readFacts, tickOf } from "./read-tick.ts";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const NOW = new Date("2026-11-20T15:20:00.123Z");
const never = new AbortController().signal;
let world: World;
let ada: Person;

beforeAll(async () => {
  world = await makeWorld({ pool: 4 });
  ada = await addPerson(world, "Ada");
  await give(world, ada.accountId, usd(5_000));
  await list(world, [
    listed("1", { gpuRawName: "H100 SXM", vramGb: 79.6, pricePerHour: 2_345_677n }),
    listed("2", { pricePerHour: 411_111n }),
  ]);
  await world.clock.advance(NOW.getTime() - world.clock.now().getTime());
  // Over twelve days, of two cards, over midnights, paused, used up, over the change of a price; one runs.
  for (let n = 0; n < 60; n++) {
    const began = NOW.getTime() - 12 * 24 * HOUR + n * 285 * MINUTE + n * 1_237;
    await addSession(n, began, (9 + ((n * 53) % 700)) * MINUTE + n);
  }
  await addSession(60, NOW.getTime() - 95 * MINUTE, null);
}, 60_000);
afterAll(() => world?.close());

/** One that is over, its stretches and what the ledger has of it, as they would be had it run. */
async function addSession(n: number, began: number, ms: number | null): Promise<void> {
  const { sql } = world.database;
  const id = `ses_${n}`;
  const [offer] = await sql`select id, gpu_model from offers where external_id = ${n % 3 === 0 ? "2" : "1"}`;
  const gpus = 1 + (n % 2);
  const price = (n % 3 === 0 ? 500_003n : 2_345_677n) * BigInt(gpus);
  const held = n % 7 === 0 && ms !== null ? costOf(price, ms) / 2n : price * 14n;
  // A third was paused in its midst, when its disk alone cost something.
  const cuts =
    n % 3 === 1 && ms !== null
      ? [
          { what: "everything", from: 0, until: Math.floor(ms / 3), price },
          { what: "disk", from: Math.floor(ms / 3), until: Math.floor(ms / 2), price: 20_001n },
          { what: "everything", from: Math.floor(ms / 2), until: ms, price },
        ]
      : [{ what: "everything", from: 0, until: ms, price }];
  const until = ms ?? NOW.getTime() - began;
  const cost = cuts.reduce((sum, cut) => sum + costOf(cut.price, (cut.until ?? until) - cut.from), 0n);
  const settled = cost < held ? cost : held;
  const holdId = await within(world, (ctx) =>
    hold(ctx, {
      accountId: ada.accountId,
      amount: held,
      purpose: id,
      lapsesAt: new Date(NOW.getTime() + 24 * HOUR),
      note: id,
    }),
  );
  const entry = { accountId: ada.accountId, holdId, amount: settled, reference: id, note: id };
  await within(world, (ctx) => capture(ctx, { ...entry, last: ms !== null }));
  const at = (after: number) => new Date(began + after).toISOString();
  await sql`insert into sessions (id, account_id, consumer, created_by, created_at, state, state_since, offer_id, gpu_model,
      gpu_count, vram_gb, kind, price_per_hour, cap_per_hour, hours, image, disk_gb, ports, sealed_order, public_key, attempts,
      billable_since, longest_until, ready_at, ends_at, ended_at, hold_id, held, settled, settled_until)
    values (${id}, ${ada.accountId}, ${["a", "b", null, "d"][n % 4] ?? null}, ${ada.userId}, ${at(0)},
      ${ms === null ? "running" : "stopped"}, ${at(0)}, ${String(offer?.["id"])}, ${String(offer?.["gpu_model"])}, ${gpus},
      80, 'on_demand', ${String(price)}, ${String(price)}, 12, 'image', 10, '{}', '', '', 1, ${at(0)}, ${at(12 * HOUR)}, ${at(0)},
      ${at(12 * HOUR)}, ${ms === null ? null : at(ms + 2 * MINUTE)}, ${holdId}, ${String(held)}, ${String(settled)}, ${at(until)})`;
  await sql`insert into machines (id, session_id, account_id, attempt, provider_id, offer_id, external_id, gpu_model, gpu_count,
      vram_gb, price_per_hour, state, asked_at)
    select ${`mac_${n}`}, ${id}, ${ada.accountId}, 1, ${`cloud-${n % 2}`}, o.id, ${id}, o.gpu_model, ${gpus}, 80, ${String(price)},
      ${ms === null ? "there" : "over"}, ${at(0)} from offers o where o.id = ${String(offer?.["id"])}`;
  for (const cut of cuts)
    await sql`insert into session_stretches (session_id, machine_id, what, began_at, ended_at, price_per_hour)
      values (${id}, ${`mac_${n}`}, ${cut.what}, ${at(cut.from)}, ${cut.until === null ? null : at(cut.until)}, ${String(cut.price)})`;
}

/** Everything that is told of savings, of many periods: whole, cut within days, over, and one that holds no whole day. */
async function tellAll() {
  const ctx = world.ctx(ada);
  const day = (nth: number, hour = 0) =>
    new Date(`2026-11-${String(nth).padStart(2, "0")}T${String(hour).padStart(2, "0")}:00:00Z`);
  const periods = [
    [null, null],
    [null, day(14, 7)],
    [day(12), null],
    [day(12, 9), null],
    [day(12, 9), day(16, 21)],
    [day(12), day(16)],
    [day(13, 5), day(13, 6)],
    [day(13, 22), day(14, 3)],
    [day(20, 1), null],
    [day(20), null],
  ] as const;
  const told = [];
  for (const [from, until] of periods)
    for (const bucket of ["day", "week", "month"] as const) {
      const { matches, ...rest } = await readSavings(ctx, ada.accountId, { from, until, bucket });
      const named = matches.map(({ cloud, card, noMatch }) => `${cloud} ${card.model} ${noMatch}`);
      told.push({ bucket, ...rest, matches: named.toSorted() });
    }
  const tick = tickOf(await readFacts(ctx, ada.accountId, world.clock.now()), world.clock.now());
  return { told, tick, month: await projectMonth(ctx, ada.accountId) };
}

test("what is added up by day tells the same as every session by itself, at every step of the way", async () => {
  const { sql } = world.database;
  const before = await tellAll();
  expect(before.told[0]?.sessions).toBe(61);
  // A process that dies after some, and another that goes on.
  expect(await addSomeUp(world.ctx(), 17)).toBe(17);
  expect(await tellAll()).toEqual(before);
  expect(await addUpSavings(world.ctx(), never, 10)).toBe(43);
  expect(await tellAll()).toEqual(before);
  const [kept] = await sql`select sum(begun)::int as begun from savings_days`;
  expect(kept?.["begun"]).toBe(60);
  expect(await addUpSavings(world.ctx(), never)).toBe(0);
  expect(await tellAll()).toEqual(before);
  expect(await checkSavingsOf(world.ctx(), ada.accountId)).toEqual([]);
});

test("several add up at once, and each session is in once", async () => {
  const { sql } = world.database;
  const before = await tellAll();
  await sql`update savings_edition set edition = edition + 1`;
  await Promise.all([1, 2, 3].map(() => addUpSavings(world.ctx(), never, 7)));
  expect(await addUpSavings(world.ctx(), never)).toBe(0);
  expect(await tellAll()).toEqual(before);
  expect(await checkSavingsOf(world.ctx(), ada.accountId)).toEqual([]);
});

test("a price that changes counts at once, for what was added up, too", async () => {
  const { sql } = world.database;
  const changed = "2026-11-15T00:00:00Z";
  const before = await tellAll();
  await sql`update reference_prices set effective_until = ${changed} where sku = 'p5.48xlarge' and effective_until is null`;
  await sql`insert into reference_prices select (jsonb_populate_record(r, jsonb_build_object('effective_from', ${changed}::text,
    'effective_until', null, 'price_per_node_hour', 80000000, 'price_per_gpu_hour', 10000000))).*
    from reference_prices r where sku = 'p5.48xlarge' and effective_until = ${changed}::timestamptz`;
  const after = await tellAll();
  const aws = (all: typeof after) => all.told[0]?.total.clouds.aws.reference ?? 0n;
  expect(aws(after)).toBeGreaterThan(aws(before));
  await addUpSavings(world.ctx(), never);
  expect(await tellAll()).toEqual(after);
  expect(await checkSavingsOf(world.ctx(), ada.accountId)).toEqual([]);
  // Sums of what was before are gone.
  await addUpSavings(world.ctx(), never);
  expect(await sql`select count(distinct edition)::int as editions from savings_days`).toEqual([
    { editions: 1 },
  ]);
});

test("a session that ends is moved from what runs to what is added up, and no figure jumps", async () => {
  const { sql } = world.database;
  const at = world.clock.now();
  const over = at.toISOString();
  const ctx = world.ctx(ada);
  const before = tickOf(await readFacts(ctx, ada.accountId, at), at).total;
  await sql`update session_stretches set ended_at = ${over} where session_id = 'ses_60'`;
  await sql`update sessions set state = 'stopped', ended_at = ${over} where id = 'ses_60'`;
  expect(tickOf(await readFacts(ctx, ada.accountId, at), at).total).toEqual(before);
  expect(await addUpSavings(world.ctx(), never)).toBe(1);
  expect(tickOf(await readFacts(ctx, ada.accountId, at), at).total).toEqual(before);
});

test("a sum that is not what its sessions are is found, and made anew it is right", async () => {
  const { sql } = world.database;
  const before = await tellAll();
  await sql`update savings_days set paid = paid + 1, aws_reference = aws_reference - 1
    where day = '2026-11-12' and provider_id = 'cloud-1' and gpu_model = 'H100' and consumer = 'b'`;
  const breaches = await checkSavingsOf(world.ctx(), ada.accountId);
  expect(breaches.map(({ invariant }) => invariant)).toEqual([
    "what the days say was paid is what was captured and not refunded, or was on the own bill",
    "each day is the sum of its sessions",
  ]);
  await sql`update savings_edition set edition = edition + 1`;
  await addUpSavings(world.ctx(), never);
  expect(await checkSavingsOf(world.ctx(), ada.accountId)).toEqual([]);
  expect(await tellAll()).toEqual(before);
});
