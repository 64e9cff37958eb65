import { afterAll, beforeAll, expect, test } from "vitest";
import { changePlan, deliverMails } from "../accounts/index.ts";
import { removeMember } from "../accounts/remove-member.ts";
import { buildSchemaOf } from "../graphql/build.ts";
import { createReservation } from "../reservations/create.ts";
import { cancelReservation } from "../reservations/cancel.ts";
import { moveBooking, priceMove } from "../reservations/change.ts";
import { readReservations } from "../reservations/index.ts";
import type { Addressed } from "../platform/mail.ts";
import { systemRandom } from "../platform/random.ts";
import { key } from "../testing/actors.ts";
import { startTestApi, type TestApi } from "../testing/api.ts";
import { untilTold } from "../testing/horizon.ts";
import { give } from "../testing/ledger.ts";
import { addPool, inHours, totalOf } from "../testing/pools.ts";
import { addMember, addPerson } from "../testing/team.ts";
import { makeWorld, type World } from "../testing/world.ts";
import type { Key, Person } from "../values/actor.ts";
import { usd } from "../values/money.ts";
import { feedRoute } from "./feed-route.ts";
import { createFeed, revokeFeed, rotateFeed } from "./feeds.ts";
import { calendarResolvers } from "./graphql/resolvers.ts";
import { readEvents } from "./read-events.ts";
import { changeSettings } from "./settings.ts";

let world: World;
let api: TestApi;
let ada: Person;
let poolId: string;
let count = 0;
beforeAll(async () => {
  world = await makeWorld({ pool: 6 });
  ada = await addPerson(world, "Ada");
  await changePlan(world.ctx(), ada.accountId, "team");
  await give(world, ada.accountId, usd(10_000));
  poolId = (await addPool(world)).id;
  api = await startTestApi(world, buildSchemaOf(calendarResolvers), [ada], {
    routes: [feedRoute({ platform: world.platform, publicUrl: "https://console.test" })],
  });
});
afterAll(async () => {
  await api?.stop();
  await world?.close();
});

const as = (who: Person | Key = ada) => ({ ...world.ctx(who), random: systemRandom });
const fetchFeed = (token: string, headers: Record<string, string> = {}, method = "GET") =>
  fetch(`${api.url}/api/feeds/${token}.ics`, { headers, method });
const makeFeed = (who = ada, rest: Partial<Parameters<typeof createFeed>[1]> = {}) =>
  createFeed(as(who), { name: "Mine", scope: "account", timeZone: "Europe/Berlin", ...rest });

async function book(from: number, label: string, who: Person | Key = ada): Promise<string> {
  const window = { startsAt: inHours(world, from), endsAt: inHours(world, from + 2) };
  const { reply } = await createReservation(
    as(who),
    {
      wanted: { poolId, gpus: 1, ...window, label },
      expectedTotal: await totalOf(world, poolId, 1, window),
    },
    `booking number ${++count}`,
  );
  return reply.id;
}

async function letters(): Promise<Addressed[]> {
  const confirming = { origin: "https://console.test", mailFrom: "Berth <berth@console.test>" };
  await untilTold(world.database.sql);
  await readEvents(world.ctx(), world.database.sql, confirming);
  const sent: Addressed[] = [];
  const transport = { send: async (mail: Addressed) => void sent.push(mail), close: () => {} };
  await deliverMails(world.ctx(), transport, world.platform.seal);
  return sent;
}

test("a feed shows what is booked, says when nothing changed, and moves with what moves", async () => {
  const id = await book(200, "nightly");
  const { token } = await makeFeed();
  const first = await fetchFeed(token);
  expect(first.status).toBe(200);
  expect(first.headers.get("content-type")).toBe("text/calendar; charset=utf-8");
  const text = await first.text();
  expect(text).toContain(`UID:${id}@berth`);
  expect(text).toContain("SUMMARY:1 × H100 · nightly");
  expect(text).toContain("SEQUENCE:0");
  const tag = first.headers.get("etag") ?? "";
  expect((await fetchFeed(token, { "if-none-match": `W/"x", ${tag}` })).status).toBe(304);
  expect((await fetchFeed(token, {}, "HEAD")).headers.get("etag")).toBe(tag);
  expect((await fetchFeed(token, {}, "POST")).status).toBe(405);

  const [booked] = await readReservations(world.ctx(), ada.accountId, [id]);
  if (!booked) throw new Error("not booked");
  const to = { startsAt: inHours(world, 210), endsAt: inHours(world, 212) };
  const { total } = await priceMove(as(), booked, to);
  await moveBooking(as(), id, to, total, "a move to ten hours later");
  const moved = await fetchFeed(token, { "if-none-match": tag });
  expect(moved.status).toBe(200);
  const again = await moved.text();
  expect(again).toContain(`UID:${id}@berth`);
  expect(again).toContain("SEQUENCE:1");

  await cancelReservation(as(), id, 0n, "a change of mind");
  expect(await (await fetchFeed(token)).text()).toContain("STATUS:CANCELLED");
});

test("a feed that was revoked, rotated, or whose owner left answers like one that never was", async () => {
  const bo = await addMember(world, ada, "Bo", "viewer");
  const never = await fetchFeed("a".repeat(49));
  const toNever = [never.status, await never.text()];
  expect(toNever[0]).toBe(404);
  const answerOf = async (token: string) => {
    const answer = await fetchFeed(token);
    return [answer.status, await answer.text()];
  };

  const { feed, token } = await makeFeed();
  expect((await fetchFeed(token)).status).toBe(200);
  const rotated = await rotateFeed(as(), feed.id);
  expect(await answerOf(token)).toEqual(toNever);
  expect((await fetchFeed(rotated.token)).status).toBe(200);
  await revokeFeed(as(), feed.id);
  expect(await answerOf(rotated.token)).toEqual(toNever);

  const ofBo = await makeFeed(bo);
  expect((await fetchFeed(ofBo.token)).status).toBe(200);
  const [member] = await world.database
    .sql`select id from members where user_id = ${bo.userId} and account_id = ${ada.accountId}`;
  await removeMember(as(), String(member?.["id"]));
  expect(await answerOf(ofBo.token)).toEqual(toNever);
  const [stored] = await world.database.sql`select string_agg(calendar_feeds::text, ' ') as all
    from calendar_feeds`;
  expect(stored?.["all"]).not.toContain(ofBo.token);
});

test("nobody rotates or revokes another's feed, and what cannot be used is refused by name", async () => {
  const { feed } = await makeFeed();
  const bob = await addMember(world, ada, "Bob", "admin");
  await expect(revokeFeed(as(bob), feed.id)).rejects.toMatchObject({ type: "NotFound" });
  await expect(rotateFeed(as(bob), feed.id)).rejects.toMatchObject({ type: "NotFound" });
  const refused = [
    { name: "a\nb" },
    { timeZone: "Mars/Olympus" },
    { scope: "pool" as const },
    { windows: { gpu: "H100", gpuCount: 1, hours: 500 } },
  ];
  for (const rest of refused)
    await expect(makeFeed(ada, rest)).rejects.toMatchObject({ type: "InvalidInput" });
  await expect(makeFeed(ada, { scope: "pool", poolId: "pol_none" })).rejects.toMatchObject({
    type: "NotFound",
  });
});

test("a feed of one's own shows what one booked, and a feed of a pool what is booked of it", async () => {
  const cleo = await addMember(world, ada, "Cleo", "member");
  const [hers, mine] = [await book(300, "hers", cleo), await book(300, "mine")];
  const own = await (await fetchFeed((await makeFeed(cleo, { scope: "own" })).token)).text();
  expect(own).toContain(hers);
  expect(own).not.toContain(mine);
  const other = (await addPool(world)).id;
  const ofPool = async (poolId: string) =>
    (await fetchFeed((await makeFeed(ada, { scope: "pool", poolId })).token)).text();
  expect(await ofPool(poolId)).toContain(hers);
  expect(await ofPool(other)).not.toContain("BEGIN:VEVENT");
});

test("who books gets a letter that brings it into their calendar, once; a cancellation takes it out", async () => {
  await letters();
  await changeSettings(as(), { timeZone: "Europe/Berlin" });
  const id = await book(400, "confirmed");
  const [booked, ...rest] = await letters();
  expect(rest).toEqual([]);
  expect(booked).toMatchObject({
    to: ada.email,
    letter: { subject: "Booked: 1 × H100 · confirmed", calendar: { method: "REQUEST" } },
  });
  expect(booked?.letter.calendar?.ics).toContain("DTSTART;TZID=Europe/Berlin:");
  expect(await letters()).toEqual([]);
  await cancelReservation(as(), id, 0n, "another change of mind");
  const [cancelled] = await letters();
  expect(cancelled?.letter.calendar).toMatchObject({ method: "CANCEL" });
  expect(cancelled?.letter.calendar?.ics).toContain(`UID:${id}@berth`);
  await changeSettings(as(), { confirms: false });
  await book(410, "in silence");
  expect(await letters()).toEqual([]);
});

test("what a key books is confirmed to those who answer for the account, and want to know: one letter for what it booked together", async () => {
  await letters();
  const robot = key("robot", ["read", "reservations:write"], ada.accountId);
  const eve = await addMember(world, ada, "Eve", "admin");
  await addMember(world, ada, "Mo", "member");
  const ids = [await book(500, "by a key", robot), await book(510, "by a key", robot)];
  const byReader = new Map((await letters()).map((letter) => [letter.to, letter]));
  // Ada switched such letters off before, and Bob is an admin, too.
  expect([...byReader.keys()].toSorted()).toEqual(["bob@example.com", eve.email]);
  for (const { letter } of byReader.values()) {
    expect(letter.subject).toBe("Booked: 1 × H100 · by a key and 1 more");
    for (const id of ids) expect(letter.calendar?.ics).toContain(`UID:${id}@berth`);
  }
  await cancelReservation(as(robot), ids[0] ?? "", 0n, "a change of a program’s mind");
  const cancelled = await letters();
  expect(cancelled.map(({ letter }) => letter.calendar?.method)).toEqual(["CANCEL", "CANCEL"]);
});
