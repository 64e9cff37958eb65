import { afterEach, beforeEach, expect, onTestFinished, test, vi } from "vitest";
import { CHANNEL, happened, present, subscribed, TellingWorld } from "../testing/telling.ts";

// Each note is on the disk before it counts, and a disk may be busy.
vi.setConfig({ testTimeout: 30_000 });

let world: TellingWorld;

beforeEach(async () => {
  world = await TellingWorld.open();
});

afterEach(() => world.close());

const told = () => expect.poll(() => world.isToldInFull(), { timeout: 25_000 }).toBe(true);

test("a thing has one card, which is edited, and its history is in the card's thread", async () => {
  world.start();
  await world.tell([happened({ summary: "looks for a machine" }), present({ state: "Requested" })]);
  await told();
  await world.tell([happened({ summary: "has a machine that runs" }), present({ state: "Running" })]);
  await told();
  const [card] = world.cards();
  expect(world.cards()).toHaveLength(1);
  expect(JSON.stringify(card)).toContain("Running");
  expect(card?.edits).toBe(1);
  expect(world.replies().map(({ text }) => text)).toEqual([
    "Ada looks for a machine",
    "Ada has a machine that runs",
  ]);
});

test("a thousand things in a moment are a handful of cards, and none of their lines is lost", async () => {
  const entries = Array.from({ length: 1_000 }, (_, at) => happened({ subject: `ses_${at}` }));
  await world.tell(
    ...entries.map((entry) => [entry, present()] as [typeof entry, ReturnType<typeof present>]),
  );
  world.start();
  await told();
  expect(world.cards().length).toBeLessThanOrEqual(5);
  const said = world.replies().flatMap(({ text }) => text.split("\n"));
  expect(new Set(said)).toEqual(new Set(entries.map(({ summary }) => `Ada ${summary}`)));
  expect(said).toHaveLength(1_000);
});

test("a crowd that comes one by one is a handful of cards, too, and each line says of what it tells", async () => {
  world.start();
  const told: string[] = [];
  for (let at = 0; at < 60; at++) {
    const topic = at % 3 === 0 ? "session.silent" : "session.changed";
    const entry = happened({ topic, subject: `ses_${at}` });
    told.push(entry.summary);
    await world.tell([entry, present({ title: `${at} × H100`, path: `/sessions/ses_${at}` })]);
    const cards = Object.values(world.memory.state.cards);
    await expect.poll(() => cards.every(({ ts, told, counted }) => ts && told === counted)).toBe(true);
  }
  expect(world.cards().length).toBeLessThanOrEqual(12);
  expect(world.messages().filter(({ broadcast }) => broadcast).length).toBeLessThanOrEqual(1);
  const said = world.replies().flatMap(({ text }) => text.split("\n"));
  expect(said.toSorted()).toEqual(told.map((summary) => `Ada ${summary}`).toSorted());
  expect(JSON.stringify(world.replies().at(-1)?.blocks)).toContain("http://berth.example/sessions/ses_59");
});

/** As after a crash: its card is in the channel as it was begun, and its thread is not. */
async function begun(subject: string): Promise<void> {
  await world.tell([happened({ topic: "session.silent", subject }), present()]);
  const { id, counted: to } = Object.values(world.memory.state.cards).at(-1)!;
  const trying = { part: "card" as const, from: 0, to, at: Date.now() };
  await world.memory.note({ t: "trying", card: id, trying });
  const { ts } = world.double.workspace.add({ channel: CHANNEL, user: "U0BERTH", text: subject });
  await world.memory.note({ t: "posted", card: id, ts, version: 1 });
}

test("an alarm that comes right after its card is heard in the channel, and not twice with the card", async () => {
  await begun("ses_1");
  await world.tell([happened({ topic: "session.silent" }), present()]);
  world.start();
  await told();
  expect(world.replies().map(({ broadcast }) => broadcast)).toEqual([true]);
  await world.tell([happened(), present()]);
  await told();
  expect(world.replies().map(({ broadcast }) => broadcast ?? false)).toEqual([true, false]);
});

test("an alarm goes before history that stands on a card already", async () => {
  for (const subject of ["ses_1", "ses_2", "ses_3"]) await begun(subject);
  await world.tell([happened({ topic: "session.silent", subject: "ses_3" }), present()]);
  world.start();
  await told();
  const [first] = world.replies();
  expect(first).toMatchObject({ broadcast: true });
  expect(world.cards().find(({ ts }) => ts === first?.threadTs)).toBe(world.cards()[2]);
});

test("edits that nobody saw become one", async () => {
  world.start();
  await world.tell([happened(), present()]);
  await told();
  const states = Array.from({ length: 50 }, (_, at) => present({ state: `State ${at}` }));
  await world.tell(...states.map((now) => [happened(), now] as [ReturnType<typeof happened>, typeof now]));
  await told();
  expect(world.cards()[0]?.edits).toBeLessThan(5);
  expect(JSON.stringify(world.cards()[0])).toContain("State 49");
});

test("what fired stays readable on the card, however much follows", async () => {
  world.start();
  const fired = happened({
    topic: "budget.crossed",
    subject: "bud_1",
    summary: "reached 80 % : $8.00 of $10.00",
  });
  await world.tell([fired, present({ title: "vision", state: "80 % spent" })]);
  for (let at = 0; at < 12; at++)
    await world.tell([
      happened({ topic: "budget.changed", subject: "bud_1" }),
      present({ state: "82 % spent" }),
    ]);
  await told();
  expect(JSON.stringify(world.cards()[0]?.blocks)).toContain("reached 80 % : $8.00 of $10.00");
});

test("an answer that was lost doubles nothing: the message is found again", async () => {
  world.double.troubles.loseAnswers = 1;
  world.start();
  await world.tell([happened(), present()]);
  await told();
  expect(world.cards()).toHaveLength(1);
  world.double.troubles.loseAnswers = 1;
  await world.tell([happened(), present()]);
  await told();
  expect(world.replies()).toHaveLength(2);
});

test("killed between a message and its note, it doubles nothing", async () => {
  await world.tell([happened(), present()]);
  const [card] = Object.values(world.memory.state.cards);
  await world.memory.note({
    t: "trying",
    card: card!.id,
    trying: { part: "card", from: 0, to: 0, at: Date.now() },
  });
  world.double.workspace.add({
    channel: CHANNEL,
    user: "U0BERTH",
    text: "there already",
    metadata: { event_type: "berth_card", event_payload: { card: card!.id, part: "card", version: 1 } },
  });
  await world.restart();
  await told();
  expect(world.cards()).toHaveLength(1);
});

test("killed before a message was sent, it is sent", async () => {
  await world.tell([happened(), present()]);
  const trying = { part: "card" as const, from: 0, to: 0, at: Date.now() };
  await world.memory.note({ t: "trying", card: Object.keys(world.memory.state.cards)[0]!, trying });
  await world.restart();
  await told();
  expect(world.cards()).toHaveLength(1);
});

test("429, 503 and a refused connection delay a message and lose none", async () => {
  Object.assign(world.double.troubles, { rateLimit: 1, fail: 1, refuseConnections: 1, retryAfterSeconds: 1 });
  world.start();
  await world.tell([happened(), present()]);
  await told();
  expect(world.cards()).toHaveLength(1);
});

test("an archived channel keeps what happens until it is back, and who asked is told", async () => {
  world.double.workspace.channels.get(CHANNEL)!.isArchived = true;
  world.start();
  await world.tell([happened(), present()]);
  await expect
    .poll(() => world.messages("D0ADA").map(({ text }) => text))
    .toEqual([expect.stringContaining("the channel is archived")]);
  expect(world.memory.state.channels[CHANNEL]?.trouble?.error).toBe("is_archived");
  world.double.workspace.channels.get(CHANNEL)!.isArchived = false;
  await world.memory.note({ t: "channel", id: CHANNEL, channel: subscribed() });
  await told();
  expect(world.cards()).toHaveLength(1);
});

test.each(["channel_not_found", "missing_scope"])("%s stops nothing elsewhere", async (error) => {
  await world.memory.note({ t: "channel", id: "C0NOWHERE", channel: subscribed("sessions") });
  await world.memory.note({ t: "channel", id: CHANNEL, channel: subscribed("budgets") });
  if (error === "missing_scope") world.double.troubles.missingScopes = ["chat:write"];
  world.start();
  await world.tell([happened(), present()]);
  await expect.poll(() => world.memory.state.channels["C0NOWHERE"]?.trouble?.error).toContain(error);
  world.double.troubles.missingScopes = [];
  await world.tell([happened({ topic: "budget.crossed", subject: "bud_1" }), present()]);
  await expect.poll(() => world.cards()).toHaveLength(1);
});

test("a workspace that removed the bot hears nothing and crashes nothing, and all of it once it is back", async () => {
  world.double.troubles.revoked = "account_inactive";
  world.start();
  await world.tell([happened(), present()]);
  await expect.poll(() => world.memory.state.workspace.gone).toBe("account_inactive");
  world.double.troubles.revoked = null;
  await world.restart();
  await expect.poll(() => world.memory.state.workspace.gone).toBeNull();
  await told();
  expect(world.cards()).toHaveLength(1);
});

test("a card that somebody deleted is told anew, by what happens next", async () => {
  world.start();
  await world.tell([happened(), present()]);
  await told();
  world.double.workspace.remove(world.cards()[0]!);
  await world.tell([happened(), present({ state: "Stopped" })]);
  await expect.poll(() => world.cards().length, { timeout: 5_000 }).toBe(1);
  expect(JSON.stringify(world.cards())).toContain("Stopped");
});

test("a channel is told a message a second, so that Slack never has to ask for patience", async () => {
  const slow = await TellingWorld.open({ limits: true });
  onTestFinished(() => slow.close());
  await slow.memory.note({ t: "channel", id: CHANNEL, channel: subscribed("all", { threads: false }) });
  slow.start(null);
  for (const subject of ["ses_1", "ses_2"]) await slow.tell([happened({ subject }), present()]);
  await expect.poll(() => slow.isToldInFull(), { timeout: 25_000 }).toBe(true);
  const posted = slow.double.calls.filter(({ method }) => method === "chat.postMessage");
  expect(posted.map(({ outcome }) => outcome)).toEqual(["ok", "ok"]);
  expect((posted[1]?.at ?? 0) - (posted[0]?.at ?? 0)).toBeGreaterThanOrEqual(1_000);
});

test("without threads a card is all that is told", async () => {
  await world.memory.note({ t: "channel", id: CHANNEL, channel: subscribed("all", { threads: false }) });
  world.start();
  await world.tell([happened(), present()], [happened(), present({ state: "Stopped" })]);
  await told();
  expect(world.messages()).toHaveLength(1);
});

test("in quiet hours only alarms are posted, and the rest waits", async () => {
  const quiet = { from: "00:00", to: "23:59" };
  await world.memory.note({ t: "channel", id: CHANNEL, channel: subscribed("all", { quiet }) });
  world.start();
  await world.tell([happened({ subject: "ses_7" }), present()]);
  await world.tell([happened({ topic: "session.silent", subject: "ses_8" }), present({ title: "4 × A100" })]);
  await expect
    .poll(() => world.cards().map(({ text }) => text))
    .toEqual([expect.stringContaining("4 × A100")]);
  expect(Object.values(world.memory.state.cards).filter(({ ts }) => ts === null)).toHaveLength(1);
});

test("in quiet hours a card goes on being edited, and its thread waits", async () => {
  world.start();
  await world.tell([happened(), present()]);
  await told();
  const quiet = { from: "00:00", to: "23:59" };
  await world.memory.note({ t: "channel", id: CHANNEL, channel: subscribed("all", { quiet }) });
  await world.tell([happened(), present({ state: "Stopping" })]);
  await expect.poll(() => JSON.stringify(world.cards())).toContain("Stopping");
  expect(world.replies()).toHaveLength(1);
});
