import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import postgres from "postgres";
import { afterAll, beforeAll, expect, test } from "vitest";
import { makeContext } from "../platform/context.ts";
import { makeLog } from "../platform/log.ts";
import type { MailTransport } from "../platform/mail.ts";
import { makeSeal } from "../platform/seal.ts";
import { makeWorld, type World } from "../testing/world.ts";
import { SYSTEM } from "../values/actor.ts";
import { type Auth, makeAuth } from "./auth.ts";
import { authRoute } from "./auth-route.ts";
import { deliverMails } from "./deliver-mails.ts";
import { type Identify, makeIdentify } from "./identify.ts";

const ORIGIN = "https://console.test";
const SECRET = "a-secret-of-the-tests-and-of-nobody-else";
const PASSWORD = "correct horse battery";

let world: World;
let identify: Identify;
let server: Server;
let url: string;
let addresses = 0;
let people = 0;

const config = {
  BERTH_SECRET: SECRET,
  PUBLIC_URL: ORIGIN,
  OIDC_ISSUER: undefined,
  OIDC_CLIENT_ID: undefined,
  OIDC_CLIENT_SECRET: undefined,
  OIDC_NAME: "",
};

async function serve(auth: Auth): Promise<Server> {
  const route = authRoute(auth);
  const made = createServer((request, response) => {
    response.setHeader("x-content-type-options", "nosniff");
    void route.answer(request, response);
  });
  await new Promise<void>((resolve) => made.listen(0, "127.0.0.1", resolve));
  return made;
}

const addressOf = (one: Server) => `http://127.0.0.1:${(one.address() as AddressInfo).port}`;

beforeAll(async () => {
  world = await makeWorld();
  const auth = makeAuth({ config, platform: world.platform, database: world.database });
  identify = makeIdentify({ platform: world.platform, sql: world.database.sql, auth });
  server = await serve(auth);
  url = addressOf(server);
});
afterAll(async () => {
  server.close();
  await world.close();
});

const newAddress = () => `203.0.113.${++addresses}`;
const newEmail = () => `person${++people}@example.com`;

interface Asked {
  from?: string;
  headers?: Record<string, string>;
}

function post(
  path: string,
  body: object,
  { from = newAddress(), headers = {} }: Asked = {},
): Promise<Response> {
  return fetch(`${url}/api/auth${path}`, {
    method: "POST",
    headers: { "content-type": "application/json", origin: ORIGIN, "x-forwarded-for": from, ...headers },
    body: JSON.stringify(body),
  });
}

const signUp = (email: string, asked?: Asked) =>
  post("/sign-up/email", { name: "Ada", email, password: PASSWORD }, asked);
const signIn = (email: string, password = PASSWORD, asked?: Asked) =>
  post("/sign-in/email", { email, password }, asked);

function cookieOf(response: Response): string {
  return response.headers.getSetCookie()[0]?.split(";")[0] ?? "";
}

const whoIs = (cookie: string) => identify.identify({ cookie });

/** Whatever waits in the outbox, by recipient. */
async function letters(): Promise<Map<string, string[]>> {
  const sent = new Map<string, string[]>();
  const transport: MailTransport = {
    async send({ to, letter }) {
      sent.set(to, [...(sent.get(to) ?? []), letter.button?.href ?? ""]);
    },
    close() {},
  };
  await deliverMails(makeContext(world.platform, SYSTEM), transport, makeSeal(SECRET, world.platform.random));
  return sent;
}

test("signing up makes a person, an account of their own, and a sign-in in it", async () => {
  const email = newEmail();
  const response = await signUp(email.toUpperCase());
  expect(response.status).toBe(200);
  const actor = await whoIs(cookieOf(response));
  expect(actor).toMatchObject({ kind: "person", name: "Ada", email, role: "owner" });
  const accountId = "accountId" in actor ? actor.accountId : "";
  const events = await world.database.sql`
    select topic, payload from events where account_id = ${accountId} order by xid, id`;
  expect(events.map(({ topic }) => topic as string)).toEqual(["account.created", "sign-in.created"]);
  expect(events[0]?.["payload"]).toEqual({ name: "Ada's team" });
});

test("the cookie is HttpOnly, same-site and, on https, secure", async () => {
  const [cookie = ""] = (await signUp(newEmail())).headers.getSetCookie();
  expect(cookie).toMatch(/^__Secure-berth\.session_token=/);
  for (const part of ["HttpOnly", "Secure", "SameSite=Lax", "Path=/"]) expect(cookie).toContain(part);
});

test("two who sign up with one address at once are one person, with one way in and one account", async () => {
  const email = newEmail();
  const [first, second] = await Promise.all([signUp(email), signUp(email)]);
  expect(new Set([first.status, second.status])).toEqual(new Set([200, 422]));
  const rows = await world.database.sql`
    select (select count(*)::int from credentials c where c.user_id = u.id) as ways,
           (select count(*)::int from members m where m.user_id = u.id) as accounts
    from users u where email = ${email}`;
  expect(rows).toMatchObject([{ ways: 1, accounts: 1 }]);
});

test("a forged or cut cookie is nobody, and so is none at all", async () => {
  const cookie = cookieOf(await signUp(newEmail()));
  const [name = "", value = ""] = cookie.split("=");
  const [token = ""] = decodeURIComponent(value).split(".");
  for (const forged of [
    `${name}=${token}`,
    `${name}=${encodeURIComponent(`${token}.AAAA`)}`,
    `${cookie}x`,
    name,
    "",
  ]) {
    expect(await whoIs(forged), forged).toEqual({ kind: "nobody" });
  }
  expect(await identify.identify({})).toEqual({ kind: "nobody" });
});

test("signing out ends the sign-in, at once once it is heard of", async () => {
  const cookie = cookieOf(await signUp(newEmail()));
  const actor = await whoIs(cookie);
  expect((await post("/sign-out", {}, { headers: { cookie } })).status).toBe(200);
  identify.forget((one) => one === actor);
  expect(await whoIs(cookie)).toEqual({ kind: "nobody" });
});

test("a sign-in runs out after thirty days", async () => {
  const cookie = cookieOf(await signUp(newEmail()));
  await world.clock.advance(30 * 24 * 60 * 60 * 1000 - 1_000);
  expect(await whoIs(cookie)).toMatchObject({ kind: "person" });
  await world.clock.advance(1_000);
  expect(await whoIs(cookie)).toEqual({ kind: "nobody" });
});

test("a page of another origin signs nobody in or out", async () => {
  const email = newEmail();
  const cookie = cookieOf(await signUp(email));
  const evil = { origin: "https://evil.test" };
  expect((await signIn(email, PASSWORD, { headers: evil })).status).toBe(403);
  expect((await post("/sign-out", {}, { headers: { ...evil, cookie } })).status).toBe(403);
  const away = { email, callbackURL: "https://evil.test/" };
  expect((await post("/sign-in/magic-link", away)).status).toBe(403);
});

test("T11: a password is guessed at ten times, from however many addresses, then not even the right one helps", async () => {
  const email = newEmail();
  await signUp(email);
  const tries = await Promise.all(
    Array.from({ length: 14 }, (_, at) => signIn(email, `wrong password ${at}`)),
  );
  expect(tries.filter(({ status }) => status === 401)).toHaveLength(10);
  expect(tries.filter(({ status }) => status === 429)).toHaveLength(4);
  const right = await signIn(email.toUpperCase());
  expect(right.status).toBe(429);
  expect(Number(right.headers.get("retry-after"))).toBeGreaterThan(0);
  await world.clock.advance(5 * 60_000);
  expect((await signIn(email)).status).toBe(200);
});

test("T11: one address knocks thirty times in a minute, whoever it says it is, and then no more", async () => {
  const from = newAddress();
  const tries = await Promise.all(
    Array.from({ length: 34 }, (_, at) => signIn(`no address ${at}`, "wrong", { from })),
  );
  expect(tries.filter(({ status }) => status === 429)).toHaveLength(4);
  // Whatever it writes before its own name into the list of proxies.
  expect((await signIn(newEmail(), "wrong", { from: `198.51.100.7, ${from}` })).status).toBe(429);
  expect((await signIn("no address", "wrong")).status).toBe(400);
});

test("T11: many sign-ins in one body are none", async () => {
  const email = newEmail();
  await signUp(email);
  const batch = [1, 2, 3].map(() => ({ email, password: PASSWORD }));
  expect((await post("/sign-in/email", batch)).status).toBe(400);
});

test("who signs in often is not held to be guessing", async () => {
  const email = newEmail();
  await signUp(email);
  for (let at = 0; at < 11; at++) expect((await signIn(email)).status).toBe(200);
});

test("a mailed link signs in once, and makes a person of a confirmed address", async () => {
  const email = newEmail();
  expect((await post("/sign-in/magic-link", { email, callbackURL: "/offers" })).status).toBe(200);
  const [link = ""] = (await letters()).get(email) ?? [];
  expect(link).toContain(`${ORIGIN}/api/auth/magic-link/verify?token=`);
  const follow = () =>
    fetch(link.replace(ORIGIN, url), { redirect: "manual", headers: { "x-forwarded-for": newAddress() } });
  const first = await follow();
  expect(first.status).toBe(302);
  expect(first.headers.get("location")).toBe(`${ORIGIN}/offers`);
  expect(await whoIs(cookieOf(first))).toMatchObject({ kind: "person", email, name: email.split("@")[0] });
  const [user] = await world.database.sql`select email_verified from users where email = ${email}`;
  expect(user).toMatchObject({ email_verified: true });
  const second = await follow();
  expect(second.headers.get("location")).toContain("error=INVALID_TOKEN");
  expect(second.headers.getSetCookie()).toEqual([]);
});

test("one mailbox gets five letters in half an hour, whoever asks for them", async () => {
  const email = newEmail();
  const asked = [];
  for (let at = 0; at < 7; at++) asked.push((await post("/sign-in/magic-link", { email })).status);
  expect(asked).toEqual([200, 200, 200, 200, 200, 429, 429]);
  expect((await letters()).get(email)).toHaveLength(5);
  await world.clock.advance(30 * 60_000);
  expect((await post("/sign-in/magic-link", { email })).status).toBe(200);
});

test("signing up asks to confirm the address; the link does", async () => {
  const email = newEmail();
  await signUp(email);
  const [link = ""] = (await letters()).get(email) ?? [];
  await fetch(link.replace(ORIGIN, url), {
    redirect: "manual",
    headers: { "x-forwarded-for": newAddress() },
  });
  const [user] = await world.database.sql`select email_verified from users where email = ${email}`;
  expect(user).toMatchObject({ email_verified: true });
});

test("whoever signed up with somebody else's address is out once its owner comes by mail", async () => {
  const email = newEmail();
  const thief = cookieOf(await signUp(email));
  await letters();
  await post("/sign-in/magic-link", { email });
  const [link = ""] = (await letters()).get(email) ?? [];
  const owner = await fetch(link.replace(ORIGIN, url), {
    redirect: "manual",
    headers: { "x-forwarded-for": newAddress() },
  });
  expect(await whoIs(cookieOf(owner))).toMatchObject({ kind: "person", email });
  expect(await whoIs(thief)).toEqual({ kind: "nobody" });
  expect((await signIn(email)).status).toBe(401);
});

test("a password is changed by who knows it, who stays where they were; everybody else is out", async () => {
  const email = newEmail();
  const elsewhere = cookieOf(await signUp(email));
  const cookie = cookieOf(await signIn(email));
  const before = await whoIs(cookie);
  const change = (currentPassword: string, newPassword: string) =>
    post(
      "/change-password",
      { currentPassword, newPassword, revokeOtherSessions: true },
      { headers: { cookie } },
    );
  expect(await (await change("not that one", "another long one")).json()).toMatchObject({
    code: "INVALID_PASSWORD",
  });
  expect(await (await change(PASSWORD, "short")).json()).toMatchObject({ code: "PASSWORD_TOO_SHORT" });
  const changed = await change(PASSWORD, "another long one");
  expect(changed.status).toBe(200);
  const now = await whoIs(cookieOf(changed));
  expect(now).toMatchObject({ kind: "person", email });
  expect("accountId" in now && "accountId" in before && now.accountId === before.accountId).toBe(true);
  identify.forget(() => true);
  expect(await whoIs(elsewhere)).toEqual({ kind: "nobody" });
  expect(await whoIs(cookie)).toEqual({ kind: "nobody" });
  expect((await signIn(email)).status).toBe(401);
  expect((await signIn(email, "another long one")).status).toBe(200);
  // The link of the letter that confirms an address, and a letter with none: that it was changed.
  expect((await letters()).get(email)).toEqual([expect.stringContaining("verify-email"), ""]);
});

test("T11: who has a cookie guesses at its password ten times, and nobody without one at all", async () => {
  const cookie = cookieOf(await signUp(newEmail()));
  const guess = (at: number) => ({ currentPassword: `guess ${at}`, newPassword: "another long one" });
  const statuses: number[] = [];
  for (let at = 0; at < 12; at++)
    statuses.push((await post("/change-password", guess(at), { headers: { cookie } })).status);
  expect(statuses).toEqual([...Array.from({ length: 10 }, () => 400), 429, 429]);
  expect((await post("/change-password", guess(0))).status).toBe(401);
});

test("T11: nor by sending another address along with each guess", async () => {
  const cookie = cookieOf(await signUp(newEmail()));
  const statuses: number[] = [];
  for (let at = 0; at < 12; at++) {
    const guess = { currentPassword: `guess ${at}`, newPassword: "another long one", email: newEmail() };
    statuses.push((await post("/change-password", guess, { headers: { cookie } })).status);
  }
  expect(statuses.slice(0, 10)).toEqual(Array.from({ length: 10 }, () => 400));
  expect(statuses.slice(10)).toEqual([429, 429]);
});

test("a forgotten password is set anew by a mailed link, once; whoever was in is out", async () => {
  const email = newEmail();
  const thief = cookieOf(await signUp(email));
  await letters();
  const asked = await post("/request-password-reset", { email });
  const unknown = await post("/request-password-reset", { email: newEmail() });
  expect(await asked.json()).toEqual(await unknown.json());
  const [link = ""] = (await letters()).get(email) ?? [];
  expect(link).toContain(`${ORIGIN}/new-password?token=`);
  const token = new URL(link).searchParams.get("token");
  const set = (newPassword: string) => post("/reset-password", { token, newPassword });
  expect((await set("short")).status).toBe(400);
  expect((await set("one that I shall keep")).status).toBe(200);
  expect(await (await set("and yet another one")).json()).toMatchObject({ code: "INVALID_TOKEN" });
  identify.forget(() => true);
  expect(await whoIs(thief)).toEqual({ kind: "nobody" });
  expect((await signIn(email)).status).toBe(401);
  expect((await signIn(email, "one that I shall keep")).status).toBe(200);
});

test("a link to set a password runs out, and one mailbox gets five of them", async () => {
  const email = newEmail();
  await signUp(email);
  await letters();
  await post("/request-password-reset", { email });
  const [link = ""] = (await letters()).get(email) ?? [];
  // The library goes by its machine's hour.
  const ran = await world.database.sql`
    update verifications set expires_at = expires_at - interval '15 minutes' where expires_at < now() + interval '15 minutes'`;
  expect(ran.count).toBeGreaterThan(0);
  const token = new URL(link).searchParams.get("token");
  expect((await post("/reset-password", { token, newPassword: "one that I shall keep" })).status).toBe(400);
  const statuses: number[] = [];
  for (let at = 0; at < 5; at++) statuses.push((await post("/request-password-reset", { email })).status);
  expect(statuses).toEqual([200, 200, 200, 200, 429]);
});

test("what is not on the list of open paths is not there", async () => {
  const cookie = cookieOf(await signUp(newEmail()));
  const closed = [
    "GET /get-session",
    "GET /list-sessions",
    "POST /update-user",
    "POST /update-session",
    "POST /delete-user",
    "POST /change-email",
    "POST /set-password",
    "GET /reset-password/a-token",
    "GET /sign-in/email",
    "GET /error",
    "GET /ok",
    "POST /organization/create",
    "POST /sign-in/email/",
    "GET /read-token",
  ];
  for (const one of closed) {
    const [method = "", path = ""] = one.split(" ");
    const response = await fetch(`${url}/api/auth${path}`, { method, headers: { cookie, origin: ORIGIN } });
    expect(response.status, one).toBe(404);
  }
});

test("what is sent must be small and JSON, and what was set before stays", async () => {
  expect((await post("/sign-in/email", { email: "x".repeat(20_000), password: "x" })).status).toBe(413);
  const broken = await fetch(`${url}/api/auth/sign-in/email`, {
    method: "POST",
    headers: { "content-type": "application/json", origin: ORIGIN },
    body: "{",
  });
  expect(broken.status).toBe(400);
  expect(broken.headers.get("x-content-type-options")).toBe("nosniff");
});

test("a short password is refused", async () => {
  const response = await post("/sign-up/email", { name: "Ada", email: newEmail(), password: "ninechars" });
  expect(response.status).toBe(400);
  expect(await response.json()).toMatchObject({ code: "PASSWORD_TOO_SHORT" });
});

test("T23: what a client says of itself at the door is not believed", async () => {
  const email = newEmail();
  const body = {
    name: "Eve",
    email,
    password: PASSWORD,
    emailVerified: true,
    id: "usr_1",
    activeAccountId: "acc_1",
    role: "owner",
  };
  const response = await post("/sign-up/email", body);
  const [user] = await world.database.sql`select id, email_verified from users where email = ${email}`;
  expect(response.status === 400 || user?.["email_verified"] === false).toBe(true);
  expect(user?.["id"]).not.toBe("usr_1");
});

test("while the database is away nobody is told that their password is wrong, or that they are signed out", async () => {
  const email = newEmail();
  const cookie = cookieOf(await signUp(email));
  const other = await makeWorld();
  const away = await serve(makeAuth({ config, platform: other.platform, database: other.database }));
  await other.close();
  const asked: [string, object][] = [
    ["/sign-in/email", { email, password: PASSWORD }],
    ["/sign-up/email", { name: "Ada", email, password: PASSWORD }],
    ["/sign-in/magic-link", { email }],
    ["/sign-out", {}],
  ];
  for (const [path, body] of asked) {
    const response = await fetch(`${addressOf(away)}/api/auth${path}`, {
      method: "POST",
      headers: {
        "content-type": "application/json",
        origin: ORIGIN,
        cookie,
        "x-forwarded-for": newAddress(),
      },
      body: JSON.stringify(body),
    });
    expect(response.status, path).toBe(503);
    expect(response.headers.get("retry-after"), path).toBe("1");
    expect(response.headers.getSetCookie(), path).toEqual([]);
    expect(await response.json(), path).toMatchObject({ code: "UNAVAILABLE" });
  }
  away.close();
});

test("K1: neither password, nor sign-in, nor mailed link lies in the database in the clear", async () => {
  const email = newEmail();
  const signedUp = await signUp(email);
  const token = decodeURIComponent(cookieOf(signedUp).split("=")[1] ?? "").split(".")[0] ?? "";
  await post("/sign-in/magic-link", { email });
  const dump = await dumpOf(world);
  const sent = (await letters()).get(email) ?? [];
  const linkTokens = sent.map((link) => new URL(link).searchParams.get("token") ?? "");
  expect(linkTokens).toHaveLength(2);
  expect(dump).toContain(email);
  for (const secret of [PASSWORD, token, ...linkTokens]) {
    expect(secret.length).toBeGreaterThan(20);
    expect(dump.includes(secret)).toBe(false);
  }
});

test("K1: what goes wrong is logged without what it was given", async () => {
  const lines: string[] = [];
  const log = makeLog("debug", { write: (line) => void lines.push(line) });
  const broken = await makeWorld({ log });
  const owner = postgres(broken.url, { max: 1, onnotice: () => {} });
  await owner`drop table credentials`;
  await owner.end();
  const door = await serve(makeAuth({ config, platform: broken.platform, database: broken.database }));
  const email = newEmail();
  const response = await fetch(`${addressOf(door)}/api/auth/sign-up/email`, {
    method: "POST",
    headers: { "content-type": "application/json", origin: ORIGIN, "x-forwarded-for": newAddress() },
    body: JSON.stringify({ name: "Ada", email, password: PASSWORD }),
  });
  expect(response.status).toBe(500);
  const said = await response.text();
  expect(said).not.toContain("credentials");
  expect(lines.join("")).toContain("fault at the door");
  for (const secret of [email, PASSWORD]) expect(lines.join("").includes(secret)).toBe(false);
  // All of it was one transaction.
  expect(await broken.database.sql`select 1 from users`).toEqual([]);
  door.close();
  await broken.close();
});

async function dumpOf({ database: { sql } }: World): Promise<string> {
  const tables = await sql<{ name: string }[]>`
    select table_name as name from information_schema.tables where table_schema = 'public'`;
  const rows = await Promise.all(
    tables.map(({ name }) => sql`select row_to_json(t)::text as row from ${sql(name)} t`),
  );
  return rows.flatMap((some) => some.map(({ row }) => String(row))).join("\n");
}
