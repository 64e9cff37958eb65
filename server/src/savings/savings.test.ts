import { afterAll, beforeAll, expect, test } from "vitest";
import { startSession, stopSession } from "../sessions/index.ts";
import { settleSession } from "../sessions/settle.ts";
import { buildSchema } from "../schema.ts";
import { Frames, startTestApi, type TestApi } from "../testing/api.ts";
import { give } from "../testing/ledger.ts";
import { listed } from "../testing/listed.ts";
import { list } from "../testing/market.ts";
import { Fleet } from "../testing/sessions.ts";
import { addPerson } from "../testing/team.ts";
import { makeWorld, type World } from "../testing/world.ts";
import type { Person } from "../values/actor.ts";
import { usd } from "../values/money.ts";
import { addUpSavings } from "./add-up.ts";
import { checkSavingsOf } from "./check-savings.ts";
import { between, figuresAt, type Metered, nothing, ratesAt } from "./compare.ts";
import { type Amounts, recompute, sumOf } from "../testing/recompute.ts";
import type { ReferencePrice } from "./rules/match.ts";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
let world: World;
let api: TestApi;
let ada: Person;
let eve: Person;
let fleet: Fleet;

beforeAll(async () => {
  world = await makeWorld({ pool: 8 });
  ada = await addPerson(world, "Ada");
  eve = await addPerson(world, "Eve");
  await give(world, ada.accountId, usd(500));
  const h100 = { gpuRawName: "H100 SXM", vramGb: 79.6, pricePerHour: 2_345_677n };
  await list(world, [listed("1", h100), listed("2"), listed("3", { ...h100, gpuCount: 2 })]);
  fleet = new Fleet(world);
  api = await startTestApi(world, buildSchema(), [ada, eve]);
});
afterAll(async () => {
  await api?.stop();
  await world?.close();
});

const SAVINGS = `{ savings { sessions
  total { ...f } history { from figures { ...f } } byConsumer { name figures { ...f } }
  byGpu { name figures { ...f } } byProvider { name figures { ...f } }
  waterfalls { cloud parts { kind amount isCounted } } matches { cloud gpuModel noMatch prices { sku source readOn } } } }
  fragment f on SavingsFigures { paid gpuHours clouds { cloud compared reference saved } }`;

interface Figures {
  paid: string;
  clouds: { cloud: string; compared: string; reference: string; saved: string }[];
}
interface Answer {
  sessions: number;
  total: Figures;
  history: { figures: Figures }[];
  byConsumer: { name: string; figures: Figures }[];
  byGpu: { name: string; figures: Figures }[];
  byProvider: { name: string; figures: Figures }[];
  waterfalls: { cloud: string; parts: { kind: string; amount: string; isCounted: boolean }[] }[];
  matches: { cloud: string; gpuModel: string; noMatch: string | null }[];
}

async function savingsOf(who: string): Promise<Answer> {
  const { body } = await api.ask(who, SAVINGS);
  expect(body.errors?.[0]).toBeUndefined();
  return (body.data as unknown as { savings: Answer }).savings;
}
const micros = (amount: string) => BigInt(amount.replace(".", ""));
const at = (figures: Figures, cloud: string) => figures.clouds.find((one) => one.cloud === cloud)!;
const offerOf = async (externalId: string) =>
  String((await world.database.sql`select id from offers where external_id = ${externalId}`)[0]?.["id"]);

test("where nothing ran, nothing was saved", async () => {
  const { sessions, total, history, matches } = await savingsOf("Eve");
  expect([sessions, history, matches]).toEqual([0, [], []]);
  expect(total.paid).toBe("0.000000");
  for (const cloud of total.clouds) expect(cloud).toMatchObject({ saved: "0.000000", reference: "0.000000" });
});

test("recomputed from ledger entries and price rows, every figure is the same to the micro-dollar", async () => {
  const ctx = world.ctx(ada);
  // Over midnight, so that a session lies in two days; and one that is not over yet.
  await world.clock.advance(14 * HOUR + 40 * MINUTE);
  const h100 = await startSession(ctx, { offerId: await offerOf("1"), hours: 4, consumer: "training" });
  const rtx = await startSession(ctx, { offerId: await offerOf("2"), hours: 4 });
  const still = await startSession(ctx, { offerId: await offerOf("3"), hours: 4, consumer: "training" });
  for (const { session } of [h100, rtx, still]) await fleet.until("running", session.id);
  await fleet.pass(37 * MINUTE + 11_000);
  for (const { session } of [h100, rtx]) await stopSession(ctx, session.id);
  for (const { session } of [h100, rtx]) await fleet.until("stopped", session.id);
  await fleet.pass(3 * MINUTE);
  await settleSession(ctx, still.session.id, world.clock.now());

  const ledger = await recompute(world, ada.accountId);
  expect(ledger.all.paid).toBeGreaterThan(0n);
  const amounts = ({ paid, clouds }: Figures): Amounts => ({
    paid: micros(paid),
    clouds: Object.fromEntries(
      clouds.map(({ cloud, compared, reference, saved }) => {
        expect(micros(saved)).toBe(micros(reference) - micros(compared));
        return [cloud.toLowerCase(), { compared: micros(compared), reference: micros(reference) }];
      }),
    ),
  });
  const groups = (all: { name: string; figures: Figures }[]) =>
    Object.fromEntries(all.map(({ name, figures }) => [name, amounts(figures)]));
  // Each session by itself, and then as they are added up.
  for (const isAddedUp of [false, true]) {
    if (isAddedUp) expect(await addUpSavings(world.ctx(), new AbortController().signal)).toBe(2);
    const savings = await savingsOf("Ada");
    expect(savings.sessions).toBe(3);
    expect(amounts(savings.total)).toEqual(ledger.all);
    expect(groups(savings.byConsumer)).toEqual(ledger.by((one) => one.consumer ?? ""));
    expect(groups(savings.byGpu)).toEqual(ledger.by((one) => one.gpu));
    expect(groups(savings.byProvider)).toEqual(ledger.by((one) => one.provider));
    // The days add up to the whole, and the first is what the ledger would have had at midnight.
    const days = savings.history.map(({ figures }) => amounts(figures));
    expect(days).toHaveLength(2);
    for (const { paid } of days) expect(paid).toBeGreaterThan(0n);
    expect(sumOf(days)).toEqual(ledger.all);
    expect(days[0]).toEqual((await recompute(world, ada.accountId, new Date("2026-11-21T00:00:00Z"))).all);
  }
  expect(await checkSavingsOf(world.ctx(), ada.accountId)).toEqual([]);

  const savings = await savingsOf("Ada");
  expect(
    savings.matches.find(({ cloud, gpuModel }) => cloud === "AWS" && gpuModel === "RTX 4090")?.noMatch,
  ).toBe("The RTX 4090 is for desks; no large cloud rents it.");
  await stopSession(ctx, still.session.id);
  await fleet.until("stopped", still.session.id);
});

test("a period that has not begun, or ends before it begins, is no period", async () => {
  const ask = (period: string) => api.ask("Ada", `{ savings(${period}) { total { paid } } }`);
  for (const period of [
    'from: "2027-01-01T00:00:00Z"',
    'from: "2026-11-20T10:00:00Z", until: "2026-11-20T09:00:00Z"',
    'from: "2001-01-01T00:00:00Z"',
  ])
    expect((await ask(period)).body.errors?.[0]?.extensions).toMatchObject({ refusal: "InvalidInput" });
  const { body } = await ask('from: "2027-01-01T00:00:00Z", until: "2027-02-01T00:00:00Z"');
  expect(body.data).toMatchObject({ savings: { total: { paid: "0.000000" } } });
});

test("what is dearer here is told as such, at the price that was in force", async () => {
  const { sql } = world.database;
  const before = at((await savingsOf("Ada")).total, "AWS");
  await sql`update reference_prices set price_per_node_hour = 8000000, price_per_gpu_hour = 1000000
    where sku = 'p5.48xlarge' and effective_until is null`;
  const { saved } = at((await savingsOf("Ada")).total, "AWS");
  expect(micros(saved)).toBeLessThan(0n);
  await sql`update reference_prices set price_per_node_hour = 55040000, price_per_gpu_hour = 6880000
    where sku = 'p5.48xlarge' and effective_until is null`;
  expect(at((await savingsOf("Ada")).total, "AWS")).toEqual(before);
});

test("a machine that is slow to end saves nothing in the time that nobody pays for", async () => {
  const from = new Date("2026-11-20T10:00:00Z");
  const session: Metered = {
    sessionId: "ses_1",
    gpuCount: 1,
    held: usd(2),
    stretches: [{ what: "everything", from, until: null, pricePerHour: usd(2) }],
    courses: {
      aws: [{ from: new Date(0), until: null, price: { pricePerGpuHour: usd(7) } as ReferencePrice }],
      gcp: [],
      azure: [],
    },
  };
  const later = (minutes: number) => new Date(from.getTime() + minutes * MINUTE);
  expect(figuresAt(session, later(60)).clouds.aws).toEqual({ compared: usd(2), reference: usd(7) });
  expect(figuresAt(session, later(90))).toEqual(figuresAt(session, later(60)));
  expect(ratesAt(session, later(59)).clouds.aws).toEqual({ compared: usd(2), reference: usd(7) });
  expect(ratesAt(session, later(60)).ratePerHour).toBe(0n);
  expect(between(session, later(90), later(80))).toEqual(nothing());
});

test("the tick and the summary are one figure at one instant, and a tick never goes back", async () => {
  const { session } = await startSession(world.ctx(ada), { offerId: await offerOf("1"), hours: 2 });
  await fleet.until("running", session.id);
  await fleet.pass(3 * MINUTE);
  const ticks = `savingsTicks { at paid clouds { cloud compared reference saved savedPerHour } sessions { sessionId } }`;
  const frames = new Frames<{ savingsTicks: Figures & { sessions: unknown[] } }>(
    api.client("Ada"),
    `subscription { ${ticks} }`,
  );
  const first = await frames.next();
  const { total } = await savingsOf("Ada");
  expect(first.savingsTicks.sessions).toHaveLength(1);
  expect(first.savingsTicks.paid).toBe(total.paid);
  expect(at(first.savingsTicks, "AWS").saved).toBe(at(total, "AWS").saved);

  await fleet.pass(2 * MINUTE);
  await expect
    .poll(() => micros(frames.all.at(-1)?.savingsTicks.paid ?? "0.000000"))
    .toBeGreaterThan(micros(first.savingsTicks.paid));
  frames.stop();
  const paid = frames.all.map(({ savingsTicks }) => micros(savingsTicks.paid));
  expect(paid).toEqual(paid.toSorted((a, b) => Number(a - b)));
});
