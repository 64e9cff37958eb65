import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, beforeEach, expect, onTestFinished, test, vi } from "vitest";
import { changePlan, deliverMails } from "../accounts/index.ts";
import { removeMember } from "../accounts/remove-member.ts";
import { cancelFlexibleJob } from "../forecasts/cancel-flexible-job.ts";
import { makeForecaster } from "../forecasts/forecaster.ts";
import { makeForecasts } from "../forecasts/make.ts";
import { scheduleFlexibleJob } from "../forecasts/schedule-flexible-job.ts";
import type { Route } from "../http/route.ts";
import { type Google, makeGoogle } from "../platform/google/google.ts";
import type { Addressed } from "../platform/mail.ts";
import { systemRandom } from "../platform/random.ts";
import { makeSeal } from "../platform/seal.ts";
import { cancelReservation } from "../reservations/cancel.ts";
import { moveBooking, priceMove } from "../reservations/change.ts";
import { createReservation } from "../reservations/create.ts";
import { readReservations } from "../reservations/index.ts";
import { untilTold } from "../testing/horizon.ts";
import { give } from "../testing/ledger.ts";
import { listed } from "../testing/listed.ts";
import { list } from "../testing/market.ts";
import { addPool, inHours, totalOf } from "../testing/pools.ts";
import { type Simulator, startSimulator } from "../testing/simulator.ts";
import { addMember, addPerson, signIn } from "../testing/team.ts";
import { tellHistory } from "../testing/told-history.ts";
import { makeWorld, type World } from "../testing/world.ts";
import type { Person } from "../values/actor.ts";
import { HOUR_MS, hourOf } from "../values/hour.ts";
import { usd } from "../values/money.ts";
import { listAvoided } from "./avoided.ts";
import { beginConnecting, disconnect, finishConnecting } from "./connect.ts";
import { changedRoute } from "./changed-route.ts";
import { feedRoute } from "./feed-route.ts";
import { createFeed } from "./feeds.ts";
import { mirrorCalendars } from "./mirror.ts";
import { listComputeEvents } from "./own-events.ts";
import { readEvents } from "./read-events.ts";
import { findConnection, listProposals } from "./store/connections.ts";
import { changeWishes, dismissProposal } from "./wishes.ts";

const MINUTE = 60_000;
const origin = "https://console.test";

interface Seen {
  calls: string[];
  /** What was allowed and not taken back. */
  grants: number;
  channels: { id: string; calendarId: string; told: number }[];
  calendars: {
    id: string;
    events: {
      id: string;
      status: string;
      summary: string;
      description: string;
      start: { dateTime: string; timeZone: string };
      end: { dateTime: string };
    }[];
  }[];
}

let world: World;
let simulator: Simulator;
let google: Google;
/** Waits for no answer that is not there at once. */
let hurried: Google | null;
let poolId: string;
let ada: Person;
let people = 0;
let count = 0;
/** Where Google tells of changes, in the tests that are about that. */
let channelAddress: string | null = null;
beforeAll(async () => {
  world = await makeWorld({ pool: 8 });
  poolId = (await addPool(world, { gpus: 64 })).id;
  simulator = await startSimulator("--machines", "1", "--start", world.clock.now().toISOString());
  const config = {
    GOOGLE_CLIENT_ID: "simulated-google-client",
    GOOGLE_CLIENT_SECRET: "simulated-google-secret",
    GOOGLE_URL: simulator.url,
    PUBLIC_URL: origin,
  };
  const made = makeGoogle(config, { firstDelayMs: 1, timeoutMs: 2_000 });
  hurried = makeGoogle(config, { attempts: 2, firstDelayMs: 1, timeoutMs: 100 });
  if (!made) throw new Error("no Google");
  google = made;
});
afterAll(async () => {
  await simulator?.stop();
  await world?.close();
});
beforeEach(async () => {
  channelAddress = null;
  await there({ deleteCalendars: true, forgetCalls: true, opensChannels: true });
  await world.database.sql`delete from calendar_connections`;
  ada = await addPerson(world, `Ada${++people}`);
  await changePlan(world.ctx(), ada.accountId, "team");
  await give(world, ada.accountId, usd(10_000));
});

const as = (who = ada) => ({ ...world.ctx(who), random: systemRandom });
const there = (change: object = {}) => simulator.control<Seen>("POST", "google", change);
/** What stands in Berth's calendar. */
async function standing() {
  const { calendars } = await there();
  const berths = calendars.filter(({ id }) => id !== "primary");
  return berths.flatMap(({ events }) => events.filter(({ status }) => status !== "cancelled"));
}
const calendarId = async () => (await there()).calendars.find(({ id }) => id !== "primary")?.id ?? "";

/** Through the page that asks, to where it leads back. */
async function consent(url: string, decision = "allow"): Promise<{ state: string; code: string | null }> {
  const answer = await fetch(`${url}&decision=${decision}`, { redirect: "manual" });
  const back = new URL(answer.headers.get("location") ?? "");
  expect(back.href).toContain(`${origin}/api/google/connected`);
  return { state: back.searchParams.get("state") ?? "", code: back.searchParams.get("code") };
}

async function connect(readAll = false) {
  const asked = { readBusy: readAll, readEvents: readAll, timeZone: "Europe/Berlin" };
  const back = await consent(await beginConnecting(as(), google, asked));
  expect(await finishConnecting(as(), google, ada, back)).toBe("connected");
}

async function book(from: number, label = "training", consumer: string | null = null): Promise<string> {
  const window = { startsAt: inHours(world, from), endsAt: inHours(world, from + 2) };
  const { reply } = await createReservation(
    as(),
    {
      wanted: { poolId, gpus: 1, ...window, label, consumer },
      expectedTotal: await totalOf(world, poolId, 1, window),
    },
    `booking number ${++count}`,
  );
  return reply.id;
}

async function move(id: string, from: number) {
  const [booked] = await readReservations(world.ctx(), ada.accountId, [id]);
  if (!booked) throw new Error("not booked");
  const to = { startsAt: inHours(world, from), endsAt: inHours(world, from + 2) };
  const { total } = await priceMove(as(), booked, to);
  await moveBooking(as(), id, to, total, `move number ${++count}`);
}

/** A minute later: what happened is read, and what is due is looked at. */
async function pass(minutes = 1.5, writesAMinute = 500, through = google): Promise<void> {
  await world.clock.advance(minutes * MINUTE);
  await untilTold(world.database.sql);
  await readEvents(world.ctx(), world.database.sql, { origin, mailFrom: "Berth <berth@console.test>" });
  await mirrorCalendars(as(), { google: through, origin, channelAddress, writesAMinute });
}

const state = async () => findConnection(as());

/** What was sent until now whose subject is like that. */
async function letters(subject: RegExp): Promise<string[]> {
  const sent: Addressed[] = [];
  const transport = { send: async (mail: Addressed) => void sent.push(mail), close: () => {} };
  await deliverMails(world.ctx(), transport, world.platform.seal);
  return sent.map(({ letter }) => letter.subject).filter((one) => subject.test(one));
}

/** As many more as one that is there, at other hours. */
async function bookMany(id: string, count: number): Promise<void> {
  await world.database.sql`insert into reservations select (jsonb_populate_record(r, jsonb_build_object(
      'id', r.id || '_' || n, 'starts_at', r.starts_at + n % 300 * interval '1 hour',
      'ends_at', r.ends_at + n % 300 * interval '1 hour'))).*
    from reservations r, generate_series(1, ${count}::int) n where r.id = ${id}`;
}

test("what is booked while a calendar is being connected stands in it, too", async () => {
  const back = await consent(
    await beginConnecting(as(), google, { readBusy: false, readEvents: false, timeZone: "Europe/Berlin" }),
  );
  // A colleague books, and it is told of, before anything of the connection is written.
  const ctx = as();
  const db = Object.create(ctx.db) as typeof ctx.db;
  db.transaction = async (work) => {
    await book(30, "booked meanwhile");
    await untilTold(world.database.sql);
    await readEvents(world.ctx(), world.database.sql, { origin, mailFrom: "Berth <berth@console.test>" });
    return ctx.db.transaction(work);
  };
  expect(await finishConnecting({ ...ctx, db }, google, ada, back)).toBe("connected");
  for (let at = 0; at < 3; at++) await pass();
  expect((await standing()).map(({ summary }) => summary).join()).toContain("booked meanwhile");
});

test("a calendar that is connected late gets all that is booked, however much that is", async () => {
  await bookMany(await book(30), 1_000);
  await connect();
  const [mirrored] = await world.database.sql`select count(*)::int as count from calendar_mirrors`;
  expect(mirrored).toEqual({ count: 1_001 });
});

test("no more is written in a minute than Google takes of one person, whatever is booked meanwhile, and nothing is left out", async () => {
  const id = await book(30);
  await bookMany(id, 24);
  await connect();
  await pass(0, 10);
  expect(await standing()).toHaveLength(10);
  expect(await state()).toMatchObject({ syncedAt: null, failures: 0, problem: null });
  await move(id, 40);
  await pass(0.5, 10);
  expect(await standing()).toHaveLength(10);
  await pass(0.5, 10);
  // One of these ten is the move.
  expect(await standing()).toHaveLength(19);
  await pass(1, 10);
  expect(await standing()).toHaveLength(25);
  expect((await state())?.syncedAt).not.toBeNull();
});

test("a booking stands in the calendar at its time, moves with it, and goes with it; there is never a second", async () => {
  await connect();
  const id = await book(100);
  await pass();
  const [event, ...more] = await standing();
  expect(more).toEqual([]);
  expect(event).toMatchObject({ summary: "1 × H100 · training", start: { timeZone: "Europe/Berlin" } });
  expect(new Date(event?.start.dateTime ?? "")).toEqual(inHours(world, 100));
  await move(id, 120);
  await pass();
  const [moved, ...others] = await standing();
  expect(others).toEqual([]);
  expect(moved?.id).toBe(event?.id);
  // As after a crash before it was noted that it was written.
  await world.database.sql`update calendar_mirrors set written_version = 0, etag = null`;
  await world.database.sql`update calendar_connections set due_at = now() - interval '1 year'`;
  await Promise.all([pass(), pass()]);
  expect(await standing()).toHaveLength(1);
  expect(await state()).toMatchObject({ problem: null, failures: 0 });
  await cancelReservation(as(), id, 0n, `cancellation ${++count}`);
  await pass();
  expect(await standing()).toEqual([]);
});

test("a hostile name is words in the calendar: Google reads what is said of an event as HTML", async () => {
  await connect();
  const hostile = '<a href="https://evil.example">x</a> <script>&';
  await book(100, hostile, hostile);
  await pass();
  const [event] = await standing();
  expect(event?.summary).toContain(hostile);
  expect(event?.description).toContain("For &lt;a href=&quot;https://evil.example&quot;&gt;x");
  expect(event?.description).not.toMatch(/[<>]/);
});

test("T20: what comes back from Google is good in the session that left, once, and only with its challenge", async () => {
  const begin = () => beginConnecting(as(), google, { readBusy: false, readEvents: false, timeZone: "UTC" });
  const back = await consent(await begin());
  const elsewhere = await signIn(world, ada);
  expect(await finishConnecting(as(elsewhere), google, elsewhere, back)).toBe("over");
  // It was taken, and is nobody's any more.
  expect(await finishConnecting(as(), google, ada, back)).toBe("over");
  expect(await finishConnecting(as(), google, ada, { state: "made up", code: "x" })).toBe("over");
  expect(await finishConnecting(as(), google, ada, await consent(await begin(), "deny"))).toBe("denied");
  const late = await consent(await begin());
  await world.clock.advance(16 * MINUTE);
  expect(await finishConnecting(as(), google, ada, late)).toBe("over");
  // Another's code does not fit one's own challenge.
  const [mine, stolen] = [await consent(await begin()), await consent(await begin())];
  await expect(
    finishConnecting(as(), google, ada, { state: mine.state, code: stolen.code }),
  ).rejects.toMatchObject({ kind: "reconnect" });
  expect(await state()).toBeUndefined();
});

test("T21: tokens are sealed for their row, open under an earlier secret, and are then sealed anew", async () => {
  await connect();
  const row = await state();
  expect(JSON.stringify(row)).not.toMatch(/ya29\.|1\/\//);
  const place = `google calendar ${row?.id} refresh`;
  const sealed = row?.sealedRefresh ?? "";
  expect(world.platform.seal.open(sealed, place)).toMatch(/^1\/\//);
  expect(world.platform.seal.open(sealed, place.replace("gcl_", "gcl_x"))).toBeNull();
  const now = makeSeal("a newer secret of no worth, as long as that", systemRandom, [
    "a secret of no worth, for a world of no worth",
  ]);
  await mirrorCalendars({ ...world.ctx(), seal: now }, { google, origin, channelAddress: null });
  const after = (await state())?.sealedRefresh ?? "";
  expect(now.isFresh(after, place)).toBe(true);
  expect(world.platform.seal.open(after, place)).toBeNull();
});

test("G50: whatever Google answers in passing, each booking stands there once", async () => {
  await connect();
  await book(100);
  await there({ faults: ["unavailable", "too-many", "quota"] });
  await pass();
  expect(await standing()).toHaveLength(1);
  for (const fault of ["unauthorized", "half-page", "unavailable"]) {
    await book(110 + count);
    await there({ faults: [fault], expireAccess: fault === "unauthorized" });
    await pass();
  }
  await there({ expireSyncTokens: true, pageSize: 2 });
  await book(180);
  await pass();
  await there({ pageSize: 250 });
  const events = await standing();
  expect(events).toHaveLength(5);
  expect(new Set(events.map(({ id }) => id)).size).toBe(5);
  expect(await state()).toMatchObject({ problem: null, failures: 0 });
});

test("G50: a calendar that is refused rests, ever longer, and one that was thrown away is made anew", async () => {
  await connect();
  await book(100);
  await there({ faults: Array.from({ length: 4 }, () => "quota") });
  await pass();
  expect(await state()).toMatchObject({ failures: 1, state: "connected" });
  expect((await state())?.problem).toContain("rateLimitExceeded");
  await pass();
  expect(await standing()).toHaveLength(1);
  await there({ deleteCalendars: true });
  await pass();
  await pass();
  expect(await standing()).toHaveLength(1);
});

test("G50: a Google that does not answer is waited for no longer than it may take, and asked again later", async () => {
  await connect();
  await pass();
  await book(100);
  await there({ faults: ["hang", "hang"] });
  await pass(1.5, 500, hurried ?? google);
  expect(await state()).toMatchObject({ failures: 1, state: "connected" });
  await pass();
  expect(await standing()).toHaveLength(1);
  expect(await state()).toMatchObject({ failures: 0, problem: null });
});

test("a calendar whose making was not answered is asked for again only when Google is looked at again", async () => {
  const made = async () => (await there()).calls.filter((call) => call === "POST /calendars").length;
  await connect();
  await there({ faults: ["lost-answer"] });
  await pass();
  expect(await made()).toBe(1);
  expect(await state()).toMatchObject({ failures: 1, calendarId: null });
});

test("G51: a consent that was taken back stops all calls, is told once, and what changed meanwhile is written after", async () => {
  await connect();
  await book(100);
  await pass();
  await there({ revokeAll: true });
  await pass();
  expect((await state())?.state).toBe("reconnect");
  const { calls } = await there({ forgetCalls: true });
  expect(calls).toEqual([]);
  await book(130);
  await pass();
  await pass(120);
  expect((await there()).calls).toEqual([]);
  expect(await letters(/^Reconnect Calendar/)).toHaveLength(1);
  await connect();
  await pass();
  expect(await standing()).toHaveLength(2);
  expect((await there()).calendars).toHaveLength(2);
  await disconnect(as(), google);
  expect(await state()).toBeUndefined();
});

/** A colleague who has connected a calendar to this account, and leaves it. */
async function colleague() {
  const owner = ada;
  ada = await addMember(world, owner, `Mo${++people}`, "operator");
  const { userId } = ada;
  await connect();
  const [member] = await world.database.sql<{ id: string }[]>`
    select id from members where user_id = ${userId} and account_id = ${owner.accountId}`;
  return { leave: () => removeMember(world.ctx(owner), member?.id ?? "") };
}

test("whoever leaves an account is forgotten there, and Google is told so, whether or not it answers", async () => {
  await there({ revokeAll: true });
  const owner = ada;
  const first = await colleague();
  await pass();
  expect((await there()).grants).toBe(1);
  await first.leave();
  await pass(6);
  expect(await state()).toBeUndefined();
  expect((await there()).grants).toBe(0);
  ada = owner;
  const second = await colleague();
  await second.leave();
  await pass(6, 500, { ...google, revoke: () => Promise.reject(new Error("away")) });
  expect(await state()).toBeUndefined();
});

test("what Google was allowed is taken back when no other account needs it", async () => {
  await there({ revokeAll: true });
  const { leave } = await colleague();
  const here = ada;
  const [own] = await world.database.sql<{ id: string }[]>`
    select account_id as id from members where user_id = ${ada.userId} and account_id <> ${ada.accountId}`;
  ada = await signIn(world, { ...ada, accountId: own?.id ?? "", role: "owner" });
  await connect();
  await leave();
  await pass(6);
  await pass();
  expect(await state()).toMatchObject({ state: "connected", problem: null });
  await disconnect(as(), google);
  expect((await there()).grants).toBe(0);
  ada = here;
  expect(await state()).toBeUndefined();
});

test("G52: an event that was moved or deleted by hand is put back, without a loop", async () => {
  await connect();
  await book(100);
  await pass();
  const [event] = await standing();
  const event0 = { calendarId: await calendarId(), id: event?.id };
  await there({
    event: { ...event0, startsAt: inHours(world, 3).toISOString(), endsAt: inHours(world, 4).toISOString() },
  });
  await pass();
  expect(new Date((await standing())[0]?.start.dateTime ?? "")).toEqual(
    new Date(event?.start.dateTime ?? ""),
  );
  await there({ event: { ...event0, delete: true } });
  await pass();
  expect(await standing()).toHaveLength(1);
  await there({ forgetCalls: true });
  await pass();
  await pass();
  expect((await there()).calls.filter((call) => !call.startsWith("GET"))).toEqual([]);
});

test("where somebody chose to be asked, a move by hand becomes a proposal, and the booking stays until they say", async () => {
  await connect();
  await changeWishes(as(), { byHand: "ask" });
  const id = await book(100);
  await pass();
  const [event] = await standing();
  const wish = { startsAt: inHours(world, 150).toISOString(), endsAt: inHours(world, 152).toISOString() };
  const hand = { calendarId: await calendarId(), id: event?.id };
  await there({ event: { ...hand, startsAt: inHours(world, 140).toISOString(), endsAt: wish.endsAt } });
  await pass();
  await there({ event: { ...hand, ...wish } });
  await pass();
  // In the calendar it looks as if it were moved: whoever did it is told that it is not, once.
  expect(await letters(/^Move the booking/)).toEqual(["Move the booking? 1 × H100 · training"]);
  const connectionId = (await state())?.id ?? "";
  const [proposal, ...more] = await listProposals(as(), connectionId);
  expect(more).toEqual([]);
  expect(proposal).toMatchObject({ reservationId: id, kind: "move", startsAt: new Date(wish.startsAt) });
  const [booked] = await readReservations(world.ctx(), ada.accountId, [id]);
  expect(booked?.startsAt).toEqual(new Date(event?.start.dateTime ?? ""));
  await dismissProposal(as(), proposal?.id ?? "");
  await pass();
  expect((await standing())[0]?.start.dateTime).toBe(event?.start.dateTime);
  await there({ event: { calendarId: await calendarId(), id: event?.id, delete: true } });
  await pass();
  expect(await listProposals(as(), connectionId)).toMatchObject([{ kind: "cancel" }]);
  // Whoever changes the booking has answered.
  await move(id, 150);
  await pass();
  expect(await listProposals(as(), connectionId)).toEqual([]);
  expect(await standing()).toHaveLength(1);
});

test("what Google was not asked for is asked for first; then meetings are avoided and tagged events are found", async () => {
  await connect();
  await expect(changeWishes(as(), { avoidsMeetings: true })).rejects.toMatchObject({
    type: "ConsentNeeded",
    readBusy: true,
  });
  await connect(true);
  const compute = { by: "tag", text: "#compute", gpu: "H100", gpuCount: 1 } as const;
  await changeWishes(as(), { avoidsMeetings: true, compute });
  await pass();
  expect(await listAvoided(as())).toHaveLength(4);
  expect((await listComputeEvents(as())).map(({ title }) => title)).toEqual([
    "#compute fine-tune the ranking model",
    "#compute nightly evaluation",
  ]);
  await changeWishes(as(), { compute: null, avoidsMeetings: false });
  await pass();
  expect([await listAvoided(as()), await listComputeEvents(as())]).toEqual([[], []]);
});

test("what is wished for while a calendar is looked at is looked for at once, and not when that look is old", async () => {
  await connect(true);
  await pass();
  const compute = { by: "tag", text: "#compute", gpu: "H100", gpuCount: 1 } as const;
  let isWished = false;
  const meanwhile: Google = {
    ...google,
    open(token) {
      const line = google.open(token);
      return {
        ...line,
        async listChanges(...asked) {
          if (!isWished) await changeWishes(as(), { compute });
          isWished = true;
          return line.listChanges(...asked);
        },
      };
    },
  };
  await pass(6, 500, meanwhile);
  expect(isWished).toBe(true);
  expect(await listComputeEvents(as())).toHaveLength(2);
});

test("a standing order stands where it runs at the latest, and goes when it is over", async () => {
  await list(world, [listed("1", { gpuRawName: "H100 SXM", gpuCount: 8, pricePerHour: usd(25) })]);
  await connect();
  const wanted = { gpu: "h100", gpuCount: 8, hours: 6, deadline: inHours(world, 30), budget: usd(120) };
  const { reply } = await scheduleFlexibleJob(as(), wanted, `order ${++count}`);
  await pass();
  const [event, ...more] = await standing();
  expect(more).toEqual([]);
  expect(event).toMatchObject({ status: "tentative", summary: "8 × H100 for 6 h, at the latest" });
  expect(new Date(event?.start.dateTime ?? "")).toEqual(reply.freezeAt);
  await cancelFlexibleJob(as(), reply.id);
  await pass();
  expect(await standing()).toEqual([]);
});

type Span = { startsAt: Date; endsAt: Date };
const meet = (one: Span, other: Span) => one.startsAt < other.endsAt && one.endsAt > other.startsAt;
const spansOf = (events: Awaited<ReturnType<typeof standing>>): Span[] =>
  events.map(({ start, end }) => ({ startsAt: new Date(start.dateTime), endsAt: new Date(end.dateTime) }));

test("the cheapest windows stand there on wish, keep clear of meetings and nights, and keep their names; tagged events are priced", async () => {
  await list(world, [listed("1", { gpuRawName: "H100 SXM", gpuCount: 8, pricePerHour: usd(16) })]);
  // About two dollars: whoever foretells that is nearer than the last price.
  const prices = Array.from({ length: 400 }, (_, hour) => 2 + 0.4 * (((hour * 7919) % 97) / 97 - 0.5));
  await tellHistory(world, prices, { last: new Date(hourOf(world.clock.now()).getTime() - HOUR_MS) });
  await makeForecasts(world.ctx(), makeForecaster());
  await connect(true);
  await changeWishes(as(), { windows: { gpu: "H100", gpuCount: 1, hours: 4 } });
  await pass();
  const before = await standing();
  expect(before).toHaveLength(3);
  expect(before[0]).toMatchObject({
    status: "tentative",
    summary: expect.stringMatching(/^Cheap: 1 × H100 for 4 h/) as string,
  });

  // So they do in a feed that was made with the same wish.
  const wish = { name: "Cheap hours", scope: "own", timeZone: "Europe/Berlin" } as const;
  const { token } = await createFeed(as(), { ...wish, windows: { gpu: "H100", gpuCount: 1, hours: 4 } });
  const { address } = await serve(feedRoute({ platform: world.platform, publicUrl: origin }));
  const feed = await (await fetch(`${address}/${token}.ics`)).text();
  expect(feed.match(/SUMMARY:Cheap: 1 × H100 for 4 h/g)).toHaveLength(3);

  // A meeting takes the place of the best.
  const [best] = spansOf(before);
  const meeting = { calendarId: "primary", id: "meeting99" };
  await there({
    event: { ...meeting, startsAt: best?.startsAt.toISOString(), endsAt: best?.endsAt.toISOString() },
  });
  await changeWishes(as(), { avoidsMeetings: true, avoidsNights: true });
  await pass();
  await pass();
  const avoided = await listAvoided(as());
  expect(spansOf(before).filter((span) => avoided.some((one) => meet(one, span)))).not.toEqual([]);
  const after = await standing();
  expect(after.map(({ id }) => id).toSorted()).toEqual(before.map(({ id }) => id).toSorted());
  expect(spansOf(after).filter((span) => avoided.some((one) => meet(one, span)))).toEqual([]);

  await changeWishes(as(), {
    windows: null,
    compute: { by: "tag", text: "#compute", gpu: "H100", gpuCount: 1 },
  });
  await pass();
  expect(await standing()).toEqual([]);
  const tagged = await listComputeEvents(as());
  expect(tagged).toHaveLength(2);
  for (const { expected, atPricesNow, cheaper } of tagged) {
    expect([expected, atPricesNow].every((amount) => amount !== null && amount > 0n)).toBe(true);
    expect(cheaper).toMatchObject({ saving: (expected ?? 0n) - (cheaper?.expected ?? 0n) });
    expect(cheaper?.saving).toBeGreaterThan(0n);
    expect(
      avoided.some(
        ({ startsAt, endsAt }) => cheaper && startsAt <= cheaper.startsAt && cheaper.startsAt < endsAt,
      ),
    ).toBe(false);
  }
  // A machine below its market makes an event as much cheaper as any other start: that saves nothing.
  await list(world, [
    listed("2", { gpuRawName: "H100 SXM", pricePerHour: usd(3) / 2n, diskPricePerGbMonth: 0n }),
  ]);
  for (const [at, event] of (await listComputeEvents(as())).entries()) {
    const hours = (event.endsAt.getTime() - event.startsAt.getTime()) / HOUR_MS;
    expect(Number(event.atPricesNow)).toBe(1.5e6 * hours);
    const cheapened = Number(event.expected) / Number(tagged[at]?.expected);
    expect(cheapened).toBeCloseTo(1.5 / (prices.at(-1) ?? 0), 4);
  }
  await there({ event: { ...meeting, delete: true } });
});

/** Where a route answers, and what it answered. */
async function serve(route: Route): Promise<{ address: string; answers: number[] }> {
  const answers: number[] = [];
  const server = createServer((request, response) => {
    response.on("finish", () => answers.push(response.statusCode));
    void route.answer(request, response);
  });
  onTestFinished(() => void server.close());
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return { address: `http://127.0.0.1:${(server.address() as AddressInfo).port}${route.path}`, answers };
}

/** The address that Google calls, and what it was answered there. */
async function listen(): Promise<{ answers: number[] }> {
  const { address, answers } = await serve(changedRoute(() => world.ctx()));
  channelAddress = address;
  return { answers };
}

const minutesUntilDue = async () =>
  Math.round((((await state())?.dueAt.getTime() ?? 0) - world.clock.now().getTime()) / MINUTE);
/** Quiet: what Berth itself wrote was told of, too, and looked at. */
async function passUntilQuiet(): Promise<void> {
  await vi.waitFor(
    async () => {
      await pass(0.1);
      expect(await minutesUntilDue()).toBe(5);
    },
    { timeout: 10_000, interval: 100 },
  );
}

test("what is changed by hand is told by Google and looked at at once; else it would be looked at every five minutes", async () => {
  const { answers } = await listen();
  await book(30);
  await connect();
  await passUntilQuiet();
  const [event] = await standing();
  await there({ event: { calendarId: await calendarId(), id: event?.id, summary: "Mine" } });
  await vi.waitFor(async () => expect(await minutesUntilDue()).toBeLessThan(1));
  await pass(0.1);
  expect((await standing()).map(({ summary }) => summary)).toEqual([event?.summary]);
  expect(new Set(answers)).toEqual(new Set([204]));
});

test("a call with another secret, or of a channel that is nobody's, is believed in nothing", async () => {
  await listen();
  await book(30);
  await connect();
  await passUntilQuiet();
  const channelId = (await state())?.channelId ?? "";
  for (const [id, token] of [
    [channelId, "guessed"],
    ["nobodys", "guessed"],
    [channelId, "x".repeat(300)],
  ] as const) {
    const headers = {
      "x-goog-channel-id": id,
      "x-goog-channel-token": token,
      "x-goog-resource-state": "exists",
    };
    expect((await fetch(channelAddress ?? "", { method: "POST", headers })).status).toBe(404);
  }
  expect((await fetch(channelAddress ?? "", { method: "POST" })).status).toBe(404);
  expect((await fetch(channelAddress ?? "")).status).toBe(405);
  expect(await minutesUntilDue()).toBeGreaterThan(3);
  const rows = await world.database.sql`select channel_token_hash from calendar_connections`;
  expect(rows[0]?.["channel_token_hash"]).toMatch(/^[0-9a-f]{64}$/);
});

test("a day before a channel ends another takes its place, and who disconnects is told of nothing more", async () => {
  await listen();
  await book(30 * 24);
  await connect();
  await passUntilQuiet();
  const [first] = (await there()).channels;
  await world.clock.advance(6 * 24 * 60 * MINUTE + MINUTE);
  await pass();
  const { channels } = await there();
  expect(channels).toHaveLength(1);
  expect(channels[0]?.id).not.toBe(first?.id);
  expect(channels[0]?.id).toBe((await state())?.channelId);
  await disconnect(as(), google);
  expect((await there()).channels).toEqual([]);
});

test("where Google opens no channel, it is looked at each minute as ever, and asked again in an hour", async () => {
  await listen();
  await there({ opensChannels: false });
  await book(30);
  await connect();
  const tried = async () => (await there()).calls.filter((call) => call.endsWith("/watch")).length;
  await pass();
  await pass();
  expect(await minutesUntilDue()).toBe(1);
  expect(await state()).toMatchObject({ failures: 0, channelId: null });
  // Twice at once: a 401 might have meant that the token ran out.
  expect(await tried()).toBe(2);
  await there({ opensChannels: true });
  await pass(61);
  expect(await tried()).toBe(3);
  expect(await minutesUntilDue()).toBe(5);
});
