import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import Stripe from "stripe";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { buildSchemaOf } from "../graphql/build.ts";
import { makePayments, type Payments } from "../platform/payments.ts";
import { startTestApi, type TestApi } from "../testing/api.ts";
import { expectSoundLedger } from "../testing/ledger.ts";
import { addMember, addPerson } from "../testing/team.ts";
import { makeWorld, type World } from "../testing/world.ts";
import type { Person } from "../values/actor.ts";
import { usd } from "../values/money.ts";
import { creditResolvers } from "./graphql/resolvers.ts";
import { paymentRoute } from "./index.ts";
import { readBooks } from "./store/books.ts";

const SECRET = ["whsec", "of", "the", "tests"].join("_");
const keys = { STRIPE_SECRET_KEY: ["sk", "of", "the", "tests"].join("_"), STRIPE_WEBHOOK_SECRET: SECRET };
/** The library's own helper signs what the tests send, as Stripe would. */
const signer = new Stripe(keys.STRIPE_SECRET_KEY);

let world: World;
let api: TestApi;
let closed: TestApi;
let stripe: Server;
let payments: Payments;
let ada: Person;
let people = 0;
/** What Berth asked of Stripe, and how Stripe is to answer next. */
const asked: { key: string; form: URLSearchParams; authorization: string }[] = [];
let answers: (() => { status: number; body: object } | "cut")[] = [];

beforeAll(async () => {
  world = await makeWorld({ pool: 8 });
  stripe = createServer((request, response) => {
    let text = "";
    request.on("data", (data: Buffer) => (text += data.toString()));
    request.on("end", () => {
      const key = String(request.headers["idempotency-key"]);
      asked.push({
        key,
        form: new URLSearchParams(text),
        authorization: String(request.headers.authorization),
      });
      const next = answers.shift();
      const answer = next?.() ?? { status: 200, body: sessionOf(`cs_${key}`, key) };
      if (answer === "cut") return void request.socket.destroy();
      response.writeHead(answer.status, { "content-type": "application/json" });
      return void response.end(JSON.stringify(answer.body));
    });
  });
  await new Promise<void>((resolve) => stripe.listen(0, "127.0.0.1", resolve));
  const { port } = stripe.address() as AddressInfo;
  const config = { ...keys, PUBLIC_URL: "https://berth.example" };
  const made = makePayments(config, world.clock, { host: "127.0.0.1", port, protocol: "http" });
  if (!made) throw new Error("payments are configured");
  payments = made;
  const schema = buildSchemaOf(creditResolvers);
  const routes = [paymentRoute({ platform: world.platform, payments })];
  api = await startTestApi(world, schema, [], { payments, routes });
  const none = [paymentRoute({ platform: world.platform, payments: null })];
  closed = await startTestApi(world, schema, [], { routes: none });
});
beforeEach(async () => {
  ada = await addPerson(world, `T${++people}`);
  for (const one of [api, closed]) one.actors.set(ada.name, ada);
  asked.length = 0;
  answers = [];
});
afterEach(() => expectSoundLedger(world));
afterAll(async () => {
  await api?.stop();
  await closed?.stop();
  stripe?.close();
  await world?.close();
});

function sessionOf(id: string, topUpId: string | null, rest: object = {}) {
  return {
    id,
    object: "checkout.session",
    amount_total: 2_500,
    client_reference_id: topUpId,
    currency: "usd",
    customer_email: "ada@example.com",
    livemode: false,
    metadata: { topUpId },
    mode: "payment",
    payment_status: "paid",
    status: "complete",
    url: `https://checkout.stripe.com/c/pay/${id}`,
    ...rest,
  };
}

interface TopUp {
  __typename: string;
  id: string;
  url: string;
  state: string;
  field?: string;
}

async function startTopUp(amount = "25", key = `key of ${ada.name}`, on = api): Promise<TopUp> {
  const { body } = await on.ask(
    ada.name,
    `mutation ($input: StartTopUpInput!, $key: String!) { startTopUp(input: $input, idempotencyKey: $key) {
      __typename ... on TopUp { id url state } ... on InvalidInput { field } ... on Refusal { message } } }`,
    { input: { amount }, key },
  );
  expect(body.errors).toBeUndefined();
  return (body.data as unknown as { startTopUp: TopUp }).startTopUp;
}

let events = 0;

function eventOf(type: string, object: object): string {
  return JSON.stringify({
    id: `evt_${++events}`,
    object: "event",
    api_version: "2026-01-01",
    created: Math.floor(world.clock.now().getTime() / 1_000),
    data: { object },
    livemode: false,
    pending_webhooks: 1,
    request: { id: null, idempotency_key: null },
    type,
  });
}

interface Sent {
  secret?: string;
  at?: number;
  signature?: string;
}

async function tell(payload: string, sent: Sent = {}): Promise<number> {
  const signature =
    sent.signature ??
    signer.webhooks.generateTestHeaderString({
      payload,
      secret: sent.secret ?? SECRET,
      timestamp: sent.at ?? Math.floor(world.clock.now().getTime() / 1_000),
    });
  const response = await fetch(`${api.url}/api/payments/stripe`, {
    method: "POST",
    headers: { "content-type": "application/json", "stripe-signature": signature },
    body: payload,
  });
  return response.status;
}

const available = async () => (await readBooks(world.ctx(), ada.accountId))?.available ?? 0n;
const stateOf = async (id: string) =>
  (await world.database.sql<{ state: string }[]>`select state from credit_top_ups where id = ${id}`)[0]
    ?.state;

test("a top-up is written down, opened at Stripe for exactly its amount, and credited once it is paid", async () => {
  const topUp = await startTopUp("25.50");
  expect(topUp.url).toBe(`https://checkout.stripe.com/c/pay/cs_${topUp.id}`);
  expect(asked).toHaveLength(1);
  expect(asked[0]).toMatchObject({ key: topUp.id, authorization: `Bearer ${keys.STRIPE_SECRET_KEY}` });
  expect(Object.fromEntries(asked[0]?.form ?? [])).toMatchObject({
    mode: "payment",
    client_reference_id: topUp.id,
    "line_items[0][price_data][unit_amount]": "2550",
    "line_items[0][price_data][currency]": "usd",
    success_url: "https://berth.example/credits",
  });
  expect(await available()).toBe(0n);
  const session = sessionOf(`cs_${topUp.id}`, topUp.id, { amount_total: 2_550 });
  expect(await tell(eventOf("checkout.session.completed", session))).toBe(200);
  expect(await available()).toBe(25_500_000n);
  const [lot] = await world.database.sql`select origin from credit_lots where account_id = ${ada.accountId}`;
  expect(lot).toEqual({ origin: "purchase" });
});

test("M7: asked again with the same key it is the same place to pay, also when Stripe's answer was lost", async () => {
  answers = [() => "cut", () => "cut"];
  const key = "key of a lost answer";
  const lost = await api.ask(
    ada.name,
    `mutation { startTopUp(input: { amount: "25" }, idempotencyKey: "${key}") { __typename } }`,
  );
  expect(lost.body.errors).toHaveLength(1);
  const [one, two] = [await startTopUp("25", key), await startTopUp("25", key)];
  expect(two).toEqual(one);
  // Every asking, the lost ones too, named the same wish, so Stripe made one session of them.
  expect(new Set(asked.map((each) => each.key))).toEqual(new Set([one.id]));
  expect((await startTopUp("30", key)).__typename).toBe("IdempotencyKeyReused");
});

test("news that come twice, at once, or under another event's name credit once", async () => {
  const { id } = await startTopUp();
  const session = sessionOf(`cs_${id}`, id);
  const payload = eventOf("checkout.session.completed", session);
  const told = await Promise.all([
    ...Array.from({ length: 4 }, () => tell(payload)),
    tell(eventOf("checkout.session.completed", session)),
    tell(eventOf("checkout.session.async_payment_succeeded", session)),
  ]);
  expect(new Set(told)).toEqual(new Set([200]));
  expect(await available()).toBe(usd(25));
});

test("completed is not paid: the credit comes with the money, in whatever order the news do", async () => {
  const waiting = await startTopUp("25", "a slow bank, in order");
  const unpaid = (id: string) => sessionOf(`cs_${id}`, id, { payment_status: "unpaid" });
  await tell(eventOf("checkout.session.completed", unpaid(waiting.id)));
  expect([await stateOf(waiting.id), await available()]).toEqual(["processing", 0n]);
  await tell(eventOf("checkout.session.async_payment_succeeded", sessionOf(`cs_${waiting.id}`, waiting.id)));
  expect([await stateOf(waiting.id), await available()]).toEqual(["paid", usd(25)]);

  const turned = await startTopUp("25", "a slow bank, turned round");
  await tell(eventOf("checkout.session.async_payment_succeeded", sessionOf(`cs_${turned.id}`, turned.id)));
  await tell(eventOf("checkout.session.completed", unpaid(turned.id)));
  await tell(eventOf("checkout.session.expired", unpaid(turned.id)));
  await tell(eventOf("checkout.session.async_payment_failed", unpaid(turned.id)));
  expect([await stateOf(turned.id), await available()]).toEqual(["paid", usd(50)]);

  const failed = await startTopUp("25", "a bank that says no");
  await tell(eventOf("checkout.session.async_payment_failed", unpaid(failed.id)));
  expect([await stateOf(failed.id), await available()]).toEqual(["failed", usd(50)]);
});

test("what Stripe did not sign, or signed too long ago, moves nothing", async () => {
  const { id } = await startTopUp();
  const payload = eventOf("checkout.session.completed", sessionOf(`cs_${id}`, id));
  const now = Math.floor(world.clock.now().getTime() / 1_000);
  const signed = signer.webhooks.generateTestHeaderString({ payload, secret: SECRET, timestamp: now });
  const another = eventOf("checkout.session.completed", sessionOf("cs_other", id, { amount_total: 2_500 }));
  expect(await tell(payload, { secret: "whsec_of_somebody_else" })).toBe(400);
  expect(await tell(another, { signature: signed })).toBe(400);
  expect(await tell(payload, { signature: "" })).toBe(400);
  expect(await tell(payload, { signature: "t=1,v1=00" })).toBe(400);
  expect(await tell(payload, { at: now - 301 })).toBe(400);
  // The same content in other bytes is not what was signed.
  expect(await tell(JSON.stringify(JSON.parse(payload), null, 1), { signature: signed })).toBe(400);
  expect(await tell("x".repeat(300_000))).toBe(413);
  expect(await available()).toBe(0n);
  expect(await tell(payload, { at: now - 299 })).toBe(200);
  expect(await available()).toBe(usd(25));
});

test("news of what nobody here asked for, of another amount or currency, are taken and move nothing", async () => {
  const { id } = await startTopUp();
  const news = [
    eventOf("customer.created", { id: "cus_1", object: "customer" }),
    eventOf("checkout.session.completed", sessionOf("cs_x", "top_00000000000000000000000000")),
    eventOf("checkout.session.completed", sessionOf("cs_x", null)),
    eventOf("checkout.session.completed", sessionOf(`cs_${id}`, id, { amount_total: 2_499 })),
    eventOf("checkout.session.completed", sessionOf(`cs_${id}`, id, { currency: "eur" })),
    eventOf("checkout.session.completed", sessionOf(`cs_${id}`, id, { amount_total: null })),
  ];
  for (const payload of news) expect(await tell(payload)).toBe(200);
  expect(await available()).toBe(0n);
});

test("amounts that no card is charged are refused, and so is whoever may not spend the account's money", async () => {
  for (const amount of ["4.99", "10000.01", "25.001", "-25"]) {
    const refused = await startTopUp(amount, `key for ${amount} dollars`);
    expect(refused, amount).toMatchObject({ __typename: "InvalidInput", field: "amount" });
  }
  const member = await addMember(world, ada, `T${++people}`, "member");
  api.actors.set(member.name, member);
  const { body } = await api.ask(
    member.name,
    `mutation { startTopUp(input: { amount: "25" }, idempotencyKey: "key of a member") { __typename } }`,
  );
  expect(body.errors?.[0]?.extensions["code"]).toBe("FORBIDDEN");
  expect(asked).toEqual([]);
});

test("where no payments are configured that is said, and there is nothing to tell of them", async () => {
  expect((await startTopUp("25", "key without a bank", closed)).__typename).toBe("PaymentNotOffered");
  const response = await fetch(`${closed.url}/api/payments/stripe`, { method: "POST", body: "{}" });
  expect(response.status).toBe(404);
});
