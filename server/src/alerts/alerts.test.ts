import type { ServerResponse } from "node:http";
import { Webhook } from "standardwebhooks";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { removeMember } from "../accounts/remove-member.ts";
import { record } from "../events/record.ts";
import { inTransaction } from "../platform/context.ts";
import { makeOutgoing, type Outgoing } from "../platform/outgoing.ts";
import { systemRandom } from "../platform/random.ts";
import { type Addressed, makeMailTransport, type MailTransport } from "../platform/mail.ts";
import { untilTold } from "../testing/horizon.ts";
import { type Received, startMailServer } from "../testing/mail-server.ts";
import { type Receiver, startReceiver } from "../testing/receiver.ts";
import { addMember, addPerson } from "../testing/team.ts";
import { makeWorld, type World } from "../testing/world.ts";
import type { Person } from "../values/actor.ts";
import { deliverAlerts, type Senders } from "./deliver.ts";
import { makeSenders } from "./make-senders.ts";
import { readEvents } from "./read-events.ts";
import { see, sendAgain, sendTest } from "./send-again.ts";
import { changeChannel, createChannel, removeChannel, renewSecret } from "./set.ts";
import { listChannels } from "./store/channels.ts";
import {
  countUnseen,
  type DeliveryRow,
  findSeen,
  listDeliveries,
  listNotifications,
  markFailed,
  takeDue,
} from "./store/deliveries.ts";

const SECOND = 1_000;
const HOUR = 3_600 * SECOND;

let world: World;
let ada: Person;
let receiver: Receiver;
let outgoing: Outgoing;
let senders: Senders;
let letters: Addressed[];
beforeEach(async () => {
  world = await makeWorld({ pool: 10 });
  ada = await addPerson(world, "Ada");
  receiver = await startReceiver();
  outgoing = makeOutgoing({ allowPrivate: true, patienceMs: 400 });
  letters = [];
  const transport: MailTransport = { send: async (mail) => void letters.push(mail), close: () => {} };
  senders = makeSenders({
    outgoing,
    transport,
    seal: world.platform.seal,
    publicUrl: "https://console.test",
  });
});
afterEach(async () => {
  await outgoing?.close();
  await receiver?.close();
  await world?.close();
});

const as = (who = ada) => ({ ...world.ctx(who), random: systemRandom });
const hook = (rest: Partial<Parameters<typeof createChannel>[1]> = {}) =>
  createChannel(as(), {
    means: "webhook",
    name: "Ops",
    address: receiver.url,
    kinds: ["session-failed", "budget-crossed"],
    anyHost: true,
    ...rest,
  });
const fail = (subject = "ses_1", accountId = ada.accountId) =>
  inTransaction(world.ctx(), (ctx) =>
    record(ctx, {
      topic: "session.changed",
      subject,
      accountId,
      payload: { state: "failed", attempt: 3, reason: "no-machine", detail: null },
    }),
  );
const read = async () => {
  await untilTold(world.database.sql);
  return readEvents(world.ctx(), world.database.sql);
};
const deliver = () => deliverAlerts(world.ctx(), senders);
const pass = async () => {
  await read();
  return deliver();
};
const sent = () => listDeliveries(world.ctx(ada), { channelId: null, state: null, before: null, limit: 100 });
const bell = () => listNotifications(world.ctx(ada), { before: null, limit: 100 });
const ids = () => receiver.calls.map(({ headers }) => String(headers["webhook-id"]));
const answer = (status: number, headers = {}) => {
  receiver.act = (_request, response) => void response.writeHead(status, headers).end();
};

test("T17: a call is signed as Standard Webhooks has it: changed, old or under another secret it is refused", async () => {
  const { secret } = await hook();
  await fail();
  expect(await pass()).toBe(1);
  const [call] = receiver.calls;
  const headers = call?.headers as Record<string, string>;
  // Whoever takes it looks at their own clock, which is the real one.
  const verify = (body: string, with_ = headers, by = secret ?? "") => {
    vi.useFakeTimers({ toFake: ["Date"], now: world.clock.now() });
    try {
      return new Webhook(by).verify(body, with_);
    } finally {
      vi.useRealTimers();
    }
  };
  expect(verify(call?.body ?? "")).toMatchObject({
    id: headers["webhook-id"],
    type: "session-failed",
    subject: "ses_1",
    data: { state: "failed", reason: "no-machine" },
  });
  expect(headers["berth-attempt"]).toBe("1");
  expect(() => verify(`${call?.body} `)).toThrow();
  expect(() => verify(call?.body ?? "", { ...headers, "webhook-id": "alr_other" })).toThrow();
  expect(() => verify(call?.body ?? "", headers, `whsec_${Buffer.alloc(32).toString("base64")}`)).toThrow();
  await world.clock.advance(301 * SECOND);
  expect(() => verify(call?.body ?? "")).toThrow(/too old/);
});

test("A1: who answers for an account, and gets its letter of a budget, gets it once and by no channel besides", async () => {
  const mo = await addMember(world, ada, "Mo", "operator");
  const kinds = ["budget-crossed", "session-failed"] as const;
  for (const address of [ada.email, mo.email])
    await createChannel(as(), { means: "email", name: address, address, kinds, anyHost: false });
  await inTransaction(world.ctx(), (ctx) =>
    record(ctx, {
      topic: "budget.crossed",
      subject: "bud_1",
      accountId: ada.accountId,
      payload: {
        name: "Five",
        threshold: 50,
        spent: "2.500000",
        limit: "5.000000",
        periodStartsAt: "2026-11-01T00:00:00.000Z",
        did: "notify",
        sessionsEnded: 0,
      },
    }),
  );
  await fail();
  await pass();
  await world.clock.advance(2 * SECOND);
  await deliver();
  expect(letters.map(({ to, letter }) => `${to} ${letter.subject.split(":")[0] ?? ""}`).toSorted()).toEqual([
    `${ada.email} Session failed`,
    `${mo.email} Budget crossed`,
    `${mo.email} Session failed`,
  ]);
});

test("T17: for a day after a new secret both sign, and then only the new one", async () => {
  const { channel, secret: old } = await hook();
  const { secret } = await renewSecret(as(), channel.id);
  expect(secret).not.toBe(old);
  const signaturesOf = async (): Promise<string[]> => {
    await fail();
    await pass();
    return String(receiver.calls.at(-1)?.headers["webhook-signature"]).split(" ");
  };
  expect(await signaturesOf()).toHaveLength(2);
  // A new one that is replaced on the same day does not take its day from the first.
  await world.clock.advance(HOUR);
  await renewSecret(as(), channel.id);
  expect(await signaturesOf()).toHaveLength(3);
  await world.clock.advance(23 * HOUR + SECOND);
  expect(await signaturesOf()).toHaveLength(2);
  await world.clock.advance(HOUR);
  expect(await signaturesOf()).toHaveLength(1);
  // K1: neither is readable where it is kept.
  const rows = JSON.stringify(await world.database.sql`select * from alert_channels`);
  for (const text of [secret, old, receiver.url]) expect(rows).not.toContain(text);
});

test("A1: any number of processes read and deliver at once, and each event is told once", async () => {
  await hook({ perMinute: 6_000 });
  for (let at = 0; at < 60; at++) await fail(`ses_${at}`);
  const work = async () => {
    for (let round = 0; round < 6; round++) {
      await read();
      await deliver();
    }
  };
  await Promise.all([work(), work(), work()]);
  while ((await sent()).some(({ state }) => state === "waiting")) {
    await world.clock.advance(SECOND);
    await work();
  }
  expect(receiver.calls).toHaveLength(60);
  expect(new Set(ids()).size).toBe(60);
  expect(await bell()).toHaveLength(60);
});

test("A1: a page that is read twice is written once, and one whose reader was killed is read again", async () => {
  await hook();
  await fail();
  const [before] = await world.database.sql`select xid::text, id::text from alert_cursor`;
  const { db } = world.platform;
  const killed = {
    ...world.ctx(),
    db: new Proxy(db, {
      get(target, name) {
        const value: unknown = Reflect.get(target, name);
        if (typeof value !== "function") return value;
        if (name !== "transaction") return value.bind(target) as unknown;
        return (work: (tx: unknown) => Promise<unknown>) =>
          target.transaction(async (tx) => {
            await work(tx);
            throw new Error("killed");
          });
      },
    }),
  };
  await expect(readEvents(killed, world.database.sql)).rejects.toThrow("killed");
  expect(await sent()).toEqual([]);
  expect(await read()).toBe(2);
  await world.database
    .sql`update alert_cursor set xid = ${String(before?.["xid"])}::text::xid8, id = ${String(before?.["id"])}::text::bigint`;
  expect(await read()).toBe(0);
  expect(await deliver()).toBe(1);
});

test("A1: killed between taking and the answer, it is sent again a minute later under the same id", async () => {
  await hook();
  await fail();
  await read();
  // Taken by a process that is heard of no more.
  expect(await takeDue(world.ctx(), 10)).toHaveLength(1);
  expect(await deliver()).toBe(0);
  await world.clock.advance(61 * SECOND);
  expect(await deliver()).toBe(1);
  expect(receiver.calls.map(({ headers }) => headers["berth-attempt"])).toEqual(["2"]);
});

test("G55: 500 for an hour delays what is told; nothing is lost, and each is taken once", async () => {
  const { channel } = await hook();
  answer(500);
  for (let at = 0; at < 3; at++) await fail(`ses_${at}`);
  for (let minutes = 0; minutes < 60; minutes++) {
    await pass();
    await world.clock.advance(60 * SECOND);
  }
  const tried = receiver.calls.length;
  // It is left in peace, and not asked each time that somebody looks.
  expect(tried).toBeLessThan(40);
  expect((await sent())[0]?.tries.at(-1)?.said).toBe("answered 500");
  receiver.act = (_request, response) => void response.writeHead(204).end();
  for (let minutes = 0; minutes < 200; minutes++) {
    await pass();
    await world.clock.advance(60 * SECOND);
  }
  expect((await sent()).map(({ state }) => state)).toEqual(["delivered", "delivered", "delivered"]);
  const taken = ids().slice(tried);
  expect(taken.toSorted()).toEqual([...new Set(taken)].toSorted());
  expect((await listChannels(world.ctx(ada))).find(({ id }) => id === channel.id)?.failures).toBe(0);
});

test("G53: a mail server that is away for an hour delays each letter, loses none, and a reader it refuses is seen", async () => {
  const mo = await addMember(world, ada, "Mo", "operator");
  let isAway = true;
  const server = await startMailServer({
    onConnect: (_session, done) =>
      done(isAway ? Object.assign(new Error("away"), { responseCode: 421 }) : null),
    onRcptTo: ({ address }, _session, done) =>
      done(address === mo.email ? Object.assign(new Error("nobody"), { responseCode: 550 }) : null),
  });
  const transport = makeMailTransport(
    {
      SMTP_URL: server.url,
      MAIL_DIR: "unused",
      MAIL_FROM: "b@example.com",
      PUBLIC_URL: "https://console.test",
    },
    2_000,
  );
  senders = makeSenders({
    outgoing,
    transport,
    seal: world.platform.seal,
    publicUrl: "https://console.test",
  });
  for (const { name, email } of [
    { ...ada, name: "Ada" },
    { ...mo, name: "Mo" },
  ])
    await createChannel(as(), {
      means: "email",
      name,
      address: email,
      kinds: ["session-failed"],
      anyHost: false,
    });
  for (let part = 0; part < 6; part++) {
    await fail(`ses_${part}`);
    expect(await pass()).toBe(0);
    await world.clock.advance(600 * SECOND);
  }
  expect(new Set((await sent()).map(({ state }) => state))).toEqual(new Set(["waiting"]));
  isAway = false;
  for (let round = 0; round < 200 && (await sent()).some(({ state }) => state === "waiting"); round++) {
    await pass();
    await world.clock.advance(60 * SECOND);
  }
  transport.close();
  await server.close();
  const idOf = ({ source }: Received) => /^Message-ID: (.*)$/im.exec(source)?.[1];
  expect(server.received.flatMap(({ to }) => to)).toEqual(Array(6).fill(ada.email));
  expect(new Set(server.received.map(idOf)).size).toBe(6);
  const ofMo = (await sent()).filter(({ state }) => state === "given-up");
  expect(ofMo).toHaveLength(6);
  for (const { tries } of ofMo) expect(tries.at(-1)?.said).toContain("550");
});

test("G55: what nobody takes for three days is given up, seen as such, and sent again by hand", async () => {
  await hook();
  answer(500);
  await fail();
  for (let hours = 0; hours < 80; hours++) {
    await pass();
    await world.clock.advance(HOUR);
  }
  const [row] = await sent();
  expect(row?.state).toBe("given-up");
  const [told] = await world.database.sql`select payload from events where topic = 'alert.given-up'`;
  expect(told?.["payload"]).toMatchObject({ name: "Ops", why: "answered 500" });
  receiver.act = (_request, response) => void response.writeHead(204).end();
  expect(await deliver()).toBe(0);
  await sendAgain(world.ctx(ada), row?.id ?? "");
  expect(await deliver()).toBe(1);
  // A program may ask for it once more, under the same id, and not while it waits.
  await sendAgain(world.ctx(ada), row?.id ?? "");
  await expect(sendAgain(world.ctx(ada), row?.id ?? "")).rejects.toMatchObject({ type: "InvalidInput" });
  expect(await deliver()).toBe(1);
  expect(new Set(ids()).size).toBe(1);
});

test("what is sent again by hand waits no longer after a failure than what is new", async () => {
  await hook();
  answer(500);
  await fail();
  for (let hours = 0; hours < 80; hours++) {
    await pass();
    await world.clock.advance(HOUR);
  }
  const [row] = await sent();
  await sendAgain(world.ctx(ada), row?.id ?? "");
  expect(await deliver()).toBe(0);
  receiver.act = (_request, response) => void response.writeHead(204).end();
  await world.clock.advance(10 * SECOND);
  expect(await deliver()).toBe(1);
});

test("a try that outlived its time changes nothing of what was sent again since", async () => {
  await hook();
  await fail();
  await read();
  const [stale] = (await takeDue(world.ctx(), 10)) ?? [];
  const one = { at: world.clock.now().toISOString(), ms: 1, said: "answered 500" };
  // Its time ran out, another took it and gave it up, and somebody sends it again.
  await world.clock.advance(61 * SECOND);
  answer(410);
  await deliver();
  await sendAgain(world.ctx(ada), stale?.id ?? "");
  const [again] = (await takeDue(world.ctx(), 10)) ?? [];
  expect(again?.attempts).toBe(stale?.attempts);
  expect(await markFailed(world.ctx(), stale as DeliveryRow, one, null)).toBe(false);
  expect(await markFailed(world.ctx(), again as DeliveryRow, one, null)).toBe(true);
});

test("what is urgent is tried again in quiet hours, too", async () => {
  await hook({ quiet: { fromMinute: 0, untilMinute: 23 * 60 + 59 }, kinds: ["session-failed"] });
  answer(500);
  await fail();
  await pass();
  receiver.act = (_request, response) => void response.writeHead(204).end();
  await world.clock.advance(10 * SECOND);
  expect(await deliver()).toBe(1);
});

test("410 is for good, 429 is waited for as long as was asked", async () => {
  await hook();
  answer(410);
  await fail();
  await pass();
  expect((await sent())[0]?.state).toBe("given-up");
  await world.clock.advance(SECOND);
  answer(429, { "retry-after": "900" });
  await fail("ses_2");
  await pass();
  const before = receiver.calls.length;
  expect(before).toBe(2);
  await world.clock.advance(890 * SECOND);
  await pass();
  expect(receiver.calls).toHaveLength(before);
  receiver.act = (_request, response) => void response.writeHead(204).end();
  await world.clock.advance(20 * SECOND);
  expect(await pass()).toBe(1);
});

test("G45: a receiver that never answers holds up nobody else's alerts", async () => {
  const deaf = await startReceiver();
  deaf.act = () => {};
  await hook({ address: deaf.url, name: "Deaf" });
  await hook();
  await world.clock.advance(SECOND);
  for (let at = 0; at < 20; at++) await fail(`ses_${at}`);
  await read();
  await deliver();
  await deaf.close();
  expect(receiver.calls.length).toBeGreaterThanOrEqual(10);
  expect(deaf.calls.length).toBeLessThan(20);
});

const heard = () =>
  receiver.calls.map(({ body }) => {
    const { subject, data } = JSON.parse(body) as { subject: string; data: { attempt: number } };
    return `${subject} ${data.attempt}`;
  });
const failTimes = (subject: string, attempts: readonly number[]) =>
  inTransaction(world.ctx(), async (ctx) => {
    for (const attempt of attempts)
      await record(ctx, {
        topic: "session.changed",
        subject,
        accountId: ada.accountId,
        payload: { state: "failed", attempt, reason: "no-machine", detail: null },
      });
  });

test("what happened to one thing is told in that order, and other things do not wait for it", async () => {
  await hook({ perMinute: 6_000 });
  await world.clock.advance(SECOND);
  let first: ServerResponse | null = null;
  let before: string[] = [];
  receiver.act = (_request, response) => {
    // The first is not answered before another thing was told.
    if (heard().at(-1) === "ses_1 1") first = response;
    else response.writeHead(204).end();
    if (!first || first.writableEnded || !heard().includes("ses_2 1")) return;
    before = heard().toSorted();
    first.writeHead(204).end();
  };
  await failTimes("ses_1", [1, 2, 3, 4]);
  await failTimes("ses_2", [1]);
  expect(await pass()).toBe(5);
  expect(before).toEqual(["ses_1 1", "ses_2 1"]);
  expect(heard().slice(2)).toEqual(["ses_1 2", "ses_1 3", "ses_1 4"]);
});

test("what could not be told goes before what happened since to the same thing", async () => {
  await hook();
  answer(500);
  await failTimes("ses_1", [1, 2]);
  for (let minutes = 0; minutes < 60; minutes++) {
    await pass();
    await world.clock.advance(60 * SECOND);
  }
  expect(new Set(heard())).toEqual(new Set(["ses_1 1"]));
  const tried = heard().length;
  receiver.act = (_request, response) => void response.writeHead(204).end();
  await world.clock.advance(10 * 60 * SECOND);
  await failTimes("ses_1", [3]);
  expect(await pass()).toBe(3);
  expect(heard().slice(tried)).toEqual(["ses_1 1", "ses_1 2", "ses_1 3"]);
  // What never went out has no tries that failed.
  const [third, second] = await sent();
  expect([third?.attempts, second?.attempts]).toEqual([1, 1]);
});

test("what another process is sending is waited for by what comes after it, and by no other channel", async () => {
  await hook({ perMinute: 6_000 });
  await failTimes("ses_1", [1]);
  await read();
  expect(await takeDue(world.ctx(), 10)).toHaveLength(1);
  await failTimes("ses_1", [2]);
  await read();
  await world.clock.advance(SECOND);
  const other = await startReceiver();
  await hook({ address: other.url, name: "Other" });
  await fail("ses_9");
  expect(await pass()).toBe(2);
  expect(other.calls).toHaveLength(1);
  await other.close();
  expect(heard()).toEqual(["ses_9 3"]);
  await world.clock.advance(61 * SECOND);
  expect(await deliver()).toBe(2);
  expect(heard()).toEqual(["ses_9 3", "ses_1 1", "ses_1 2"]);
});

test("a channel sends no faster than its rate", async () => {
  await hook({ perMinute: 60 });
  for (let at = 0; at < 8; at++) await fail(`ses_${at}`);
  const course: number[] = [];
  for (let second = 0; second < 5; second++) {
    await pass();
    course.push(receiver.calls.length);
    await world.clock.advance(SECOND);
  }
  expect(course).toEqual([1, 2, 3, 4, 5]);
});

test("what arrived of a batch is written at once, and each keeps its own try", async () => {
  await hook();
  await world.database.sql`update alert_channels set per_minute = 6000`;
  for (let n = 0; n < 8; n++) await fail(`ses_${n}`);
  await world.clock.advance(SECOND);
  expect(await pass()).toBe(8);
  const rows = await world.database.sql`select xmin::text as written, tries from alert_deliveries
    where state = 'delivered' and channel_id in (select id from alert_channels where means = 'webhook')`;
  expect(rows).toHaveLength(8);
  expect(new Set(rows.map(({ written }) => written as string)).size).toBe(1);
  for (const { tries } of rows) expect(tries).toMatchObject([{ said: "answered 204" }]);
});

test("E2: what happens in an account is told to that account, and only what it chose", async () => {
  const eve = await addPerson(world, "Eve");
  await hook({ kinds: ["budget-crossed"] });
  await fail("ses_of_eve", eve.accountId);
  await fail();
  await pass();
  expect(receiver.calls).toEqual([]);
  expect((await bell()).map(({ subject }) => subject)).toEqual(["ses_1"]);
  const [row] = await bell();
  for (const verb of [sendAgain, sendTest, removeChannel, renewSecret])
    await expect(verb(world.ctx(eve), row?.id ?? ""), verb.name).rejects.toMatchObject({ type: "NotFound" });
});

test("the bell counts what somebody has not seen, for each by themselves, and what was seen stays seen", async () => {
  const unseen = async () => countUnseen(world.ctx(ada), await findSeen(world.ctx(ada), ada.userId));
  await fail("ses_1");
  await world.clock.advance(SECOND);
  await fail("ses_2");
  await read();
  expect(await unseen()).toBe(2);
  const [second, first] = await bell();
  await see(world.ctx(ada), second?.id ?? "");
  await see(world.ctx(ada), first?.id ?? "");
  expect(await unseen()).toBe(0);
  expect(await countUnseen(world.ctx(ada), await findSeen(world.ctx(ada), "usr_another"))).toBe(2);
});

test("paused it tells nothing, and a test goes the way of every alert", async () => {
  const { channel } = await hook();
  await changeChannel(world.ctx(ada), channel.id, { paused: true });
  await fail();
  expect(await pass()).toBe(0);
  await expect(sendTest(world.ctx(ada), channel.id)).rejects.toMatchObject({ type: "InvalidInput" });
  await changeChannel(world.ctx(ada), channel.id, { paused: false });
  await sendTest(world.ctx(ada), channel.id);
  expect(await deliver()).toBe(1);
  expect(JSON.parse(receiver.calls[0]?.body ?? "")).toMatchObject({ type: "test", subject: channel.id });
});

test("a letter goes only to who confirmed the address, a digest is one letter, and it says how to get no more", async () => {
  const mail = { means: "email", name: "Me", kinds: ["session-ended"], anyHost: false } as const;
  await expect(createChannel(as(), { ...mail, address: "stranger@example.com" })).rejects.toMatchObject({
    field: "address",
  });
  await createChannel(as(), { ...mail, address: "ada@example.com", digest: "hour" });
  for (const subject of ["ses_1", "ses_2"])
    await inTransaction(world.ctx(), (ctx) =>
      record(ctx, {
        topic: "session.changed",
        subject,
        accountId: ada.accountId,
        payload: { state: "stopped", attempt: 1, reason: null, detail: null },
      }),
    );
  expect(await pass()).toBe(0);
  await world.clock.advance(HOUR);
  expect(await pass()).toBe(2);
  expect(letters).toHaveLength(1);
  expect(letters[0]?.to).toBe("ada@example.com");
  expect(letters[0]?.letter.subject).toMatch(/^2 alerts/);
  expect(letters[0]?.unsubscribe).toMatch(/^https:\/\/console\.test\/api\/unsubscribe\?of=/);
});

test("E2: who has left the account gets no more of its letters, and that they were given up is seen", async () => {
  const mo = await addMember(world, ada, "Mo", "operator");
  const mail = { means: "email", name: "Mo", kinds: ["session-failed"], anyHost: false } as const;
  await createChannel(as(mo), { ...mail, address: mo.email });
  await fail("ses_1");
  await pass();
  expect(letters.map(({ to }) => to)).toEqual([mo.email]);
  const [member] = await world.database.sql`
    select id from members where account_id = ${ada.accountId} and user_id = ${mo.userId}`;
  await removeMember(world.ctx(ada), String(member?.["id"]));
  await world.clock.advance(HOUR);
  await fail("ses_2");
  await pass();
  expect(letters).toHaveLength(1);
  const [last] = await sent();
  expect(last).toMatchObject({ state: "given-up", subject: "ses_2" });
});

test("an address that is none, is somebody's network or holds a password is refused before anything is kept", async () => {
  for (const address of [
    "",
    "ops",
    "http://example.com/x",
    "ftp://example.com",
    "https://me:secret@example.com/",
  ])
    await expect(hook({ address, anyHost: false }), address).rejects.toMatchObject({ field: "address" });
  await expect(
    hook({ means: "slack", address: "https://example.com/services/x", anyHost: false }),
  ).rejects.toMatchObject({ field: "address" });
  expect(await listChannels(world.ctx(ada))).toEqual([]);
});
