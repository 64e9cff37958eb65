import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { inTransaction } from "../platform/context.ts";
import { type Addressed, type Letter, MailRefused, type MailTransport } from "../platform/mail.ts";
import { systemRandom } from "../platform/random.ts";
import { makeSeal } from "../platform/seal.ts";
import { makeWorld, type World } from "../testing/world.ts";
import { deliverMails } from "./deliver-mails.ts";
import { queueMail } from "./queue-mail.ts";

const MINUTE_MS = 60_000;
const seal = makeSeal("a secret of the tests, long enough to be one", systemRandom);
const letter: Letter = {
  subject: "Hello",
  paragraphs: ["It is me."],
  button: { label: "In", href: "/in?token=open-sesame" },
};

let world: World;

beforeAll(async () => {
  world = await makeWorld({ pool: 8 });
});
afterAll(() => world.close());
beforeEach(() => world.database.sql`delete from mails`);

const inAnHour = () => new Date(world.clock.now().getTime() + 60 * MINUTE_MS);
const queue = (to: string, usefulUntil = inAnHour()) => queueMail(world.ctx(), { to, letter, usefulUntil });
const waiting = () => world.database.sql<
  {
    recipient: string;
    attempts: number;
    failure: string | null;
    content: string | null;
    failed_at: unknown;
  }[]
>`
  select recipient, attempts, failure, content, failed_at from mails order by recipient`;

function postman(
  act: (mail: Addressed) => Promise<void> = async () => {},
): MailTransport & { sent: Addressed[] } {
  const sent: Addressed[] = [];
  return {
    sent,
    async send(mail) {
      await act(mail);
      sent.push(mail);
    },
    close() {},
  };
}

const busy = () =>
  Promise.reject(
    Object.assign(new Error("try later, ada@example.com"), { code: "EENVELOPE", responseCode: 421 }),
  );

test("what is queued goes out once, in whole, and is gone", async () => {
  for (let at = 0; at < 12; at++) await queue(`p${at}@example.com`);
  const transport = postman();
  expect(await deliverMails(world.ctx(), transport, seal)).toBe(12);
  expect(transport.sent.map(({ to }) => to).toSorted()).toHaveLength(12);
  expect(transport.sent[0]?.letter).toEqual(letter);
  expect(await waiting()).toEqual([]);
  expect(await deliverMails(world.ctx(), transport, seal)).toBe(0);
});

test("a letter of a transaction that was undone is never sent", async () => {
  const undone = inTransaction(world.ctx(), async (ctx) => {
    await queueMail(ctx, { to: "ada@example.com", letter, usefulUntil: inAnHour() });
    throw new Error("undone");
  });
  await expect(undone).rejects.toThrow("undone");
  expect(await deliverMails(world.ctx(), postman(), seal)).toBe(0);
});

test("A1: a mail server that is down delays a letter, ever more patiently, and loses none", async () => {
  await queue("ada@example.com", new Date(world.clock.now().getTime() + 24 * 60 * MINUTE_MS));
  const down = postman(busy);
  const waits: number[] = [];
  for (let attempt = 1, minutes = 0; attempt <= 8; minutes++) {
    await deliverMails(world.ctx(), down, seal);
    const [mail] = await waiting();
    if (mail?.attempts === attempt) {
      waits.push(minutes);
      attempt += 1;
    }
    await world.clock.advance(MINUTE_MS);
  }
  expect(waits).toEqual([0, 1, 3, 7, 15, 31, 63, 123]);
  expect((await waiting())[0]?.failure).toBe("EENVELOPE 421");
  await world.clock.advance(60 * MINUTE_MS);
  const up = postman();
  await deliverMails(world.ctx(), up, seal);
  expect(up.sent).toHaveLength(1);
});

test("G53: what a mail server refuses for good is not tried again, and says nothing any more", async () => {
  await queue("ada@example.com");
  const refusing = postman(() => Promise.reject(new MailRefused("EENVELOPE 550 RCPT TO")));
  await deliverMails(world.ctx(), refusing, seal);
  expect(await waiting()).toMatchObject([{ content: null, failure: "EENVELOPE 550 RCPT TO", attempts: 1 }]);
  await world.clock.advance(60 * MINUTE_MS);
  const willing = postman();
  expect(await deliverMails(world.ctx(), willing, seal)).toBe(0);
  await world.clock.advance(30 * 24 * 60 * MINUTE_MS);
  await deliverMails(world.ctx(), willing, seal);
  expect(await waiting()).toEqual([]);
});

test("a letter that has nothing true to say any more is not sent", async () => {
  await queue("ada@example.com", new Date(world.clock.now().getTime() + 15 * MINUTE_MS));
  await world.clock.advance(15 * MINUTE_MS);
  const transport = postman();
  expect(await deliverMails(world.ctx(), transport, seal)).toBe(0);
  expect(transport.sent).toEqual([]);
  expect(await waiting()).toMatchObject([{ failure: "late; last: not tried", content: null }]);
});

test("one letter that cannot be sent holds up no other", async () => {
  for (const name of ["a", "b", "c"]) await queue(`${name}@example.com`);
  const transport = postman(({ to }) => (to.startsWith("b") ? busy() : Promise.resolve()));
  expect(await deliverMails(world.ctx(), transport, seal)).toBe(2);
  expect((await waiting()).map(({ recipient }) => recipient)).toEqual(["b@example.com"]);
});

test("any number of processes deliver at once, and each letter goes out once", async () => {
  for (let at = 0; at < 40; at++) await queue(`p${at}@example.com`);
  const transport = postman();
  await Promise.all(Array.from({ length: 4 }, () => deliverMails(world.ctx(), transport, seal)));
  const ids = transport.sent.map(({ id }) => id);
  expect(ids).toHaveLength(40);
  expect(new Set(ids).size).toBe(40);
});

test("a letter whose process died while sending goes out a minute later, under the same id", async () => {
  await queue("ada@example.com");
  const seen: string[] = [];
  const dying = postman(({ id }) => {
    seen.push(id);
    return new Promise(() => {});
  });
  void deliverMails(world.ctx(), dying, seal);
  await expect.poll(() => seen.length).toBe(1);
  const next = postman();
  expect(await deliverMails(world.ctx(), next, seal)).toBe(0);
  await world.clock.advance(MINUTE_MS);
  expect(await deliverMails(world.ctx(), next, seal)).toBe(1);
  expect(next.sent[0]?.id).toBe(seen[0]);
});

test("K1: a letter that lets somebody in lies sealed, and opens for whoever has the secret", async () => {
  await queueMail(world.ctx(), { to: "ada@example.com", letter, usefulUntil: inAnHour() }, seal);
  expect(JSON.stringify(await waiting())).not.toContain("open-sesame");
  const other = makeSeal("another secret of the tests, as long as that", systemRandom);
  const stranger = postman();
  await deliverMails(world.ctx(), stranger, other);
  expect(stranger.sent).toEqual([]);
  expect(await waiting()).toMatchObject([{ failure: "sealed under another secret" }]);

  await queueMail(world.ctx(), { to: "bo@example.com", letter, usefulUntil: inAnHour() }, seal);
  const transport = postman();
  await deliverMails(world.ctx(), transport, seal);
  expect(transport.sent.map(({ to, letter: sent }) => [to, sent])).toEqual([["bo@example.com", letter]]);
});
