import { createHash, createSign, generateKeyPairSync, type KeyObject } from "node:crypto";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, expect, test } from "vitest";
import { systemClock } from "../platform/clock.ts";
import { makeWorld, type World } from "../testing/world.ts";
import { type Auth, makeAuth } from "./auth.ts";
import { authRoute } from "./auth-route.ts";
import { makeIdentify } from "./identify.ts";

const ORIGIN = "http://console.test";
const SECRET = "the-client-s-own-secret";

/** An identity provider on loopback: it checks what a real one checks, and can be told to lie. */
class Issuer {
  readonly #server: Server;
  readonly #key: KeyObject;
  readonly #jwk: object;
  readonly #codes = new Map<string, { challenge: string; nonce: string }>();
  url = "";
  away = false;
  claims: Record<string, unknown> = {};

  constructor() {
    const { privateKey, publicKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
    this.#key = privateKey;
    this.#jwk = { ...publicKey.export({ format: "jwk" }), kid: "k1", alg: "RS256", use: "sig" };
    this.#server = createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on("data", (chunk: Buffer) => chunks.push(chunk));
      request.on("end", () => {
        const answer = this.away ? null : this.#answer(request.url ?? "", Buffer.concat(chunks).toString());
        response.writeHead(answer ? 200 : 503, { "content-type": "application/json" });
        response.end(JSON.stringify(answer ?? { error: "unavailable" }));
      });
    });
  }

  async listen(): Promise<void> {
    await new Promise<void>((resolve) => this.#server.listen(0, "127.0.0.1", resolve));
    this.url = `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  close(): void {
    this.#server.close();
  }

  /** As when somebody has signed in there: what is sent back with them. */
  consent(address: URL): string {
    const code = `code-${this.#codes.size + 1}`;
    const { searchParams } = address;
    this.#codes.set(code, {
      challenge: searchParams.get("code_challenge") ?? "",
      nonce: searchParams.get("nonce") ?? "",
    });
    return code;
  }

  #answer(path: string, body: string): object | null {
    if (path === "/.well-known/openid-configuration") {
      return {
        issuer: this.url,
        authorization_endpoint: `${this.url}/authorize`,
        token_endpoint: `${this.url}/token`,
        userinfo_endpoint: `${this.url}/userinfo`,
        jwks_uri: `${this.url}/jwks`,
        id_token_signing_alg_values_supported: ["RS256"],
      };
    }
    if (path === "/jwks") return { keys: [this.#jwk] };
    if (path !== "/token") return null;
    const form = new URLSearchParams(body);
    const known = this.#codes.get(form.get("code") ?? "");
    this.#codes.delete(form.get("code") ?? "");
    const verifier = createHash("sha256")
      .update(form.get("code_verifier") ?? "")
      .digest("base64url");
    if (known?.challenge !== verifier || form.get("client_secret") !== SECRET) return null;
    const now = nowSeconds();
    const idToken = this.#sign({
      iss: this.url,
      aud: "berth",
      sub: "subject-1",
      iat: now,
      exp: now + 300,
      nonce: known.nonce,
      email_verified: true,
      ...this.claims,
    });
    return { access_token: "opaque-access-token", token_type: "Bearer", expires_in: 300, id_token: idToken };
  }

  #sign(claims: object): string {
    const part = (value: object) => Buffer.from(JSON.stringify(value)).toString("base64url");
    const signed = `${part({ alg: "RS256", kid: "k1", typ: "JWT" })}.${part(claims)}`;
    return `${signed}.${createSign("RSA-SHA256").update(signed).sign(this.#key).toString("base64url")}`;
  }
}

// The library holds a signature's dates against the real time of day.
const nowSeconds = () => Math.floor(systemClock.now().getTime() / 1000);

let world: World;
let issuer: Issuer;
let auth: Auth;
let server: Server;
let url: string;
let people = 0;

beforeAll(async () => {
  world = await makeWorld();
  issuer = new Issuer();
  await issuer.listen();
  issuer.away = true;
  auth = makeAuth({
    config: {
      BERTH_SECRET: "a-secret-of-the-tests-and-of-nobody-else",
      PUBLIC_URL: ORIGIN,
      OIDC_ISSUER: issuer.url,
      OIDC_CLIENT_ID: "berth",
      OIDC_CLIENT_SECRET: SECRET,
      OIDC_NAME: "Example Inc.",
    },
    platform: world.platform,
    database: world.database,
  });
  const route = authRoute(auth);
  server = createServer((request, response) => void route.answer(request, response));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/api/auth`;
});
afterAll(async () => {
  server.close();
  issuer.close();
  await world.close();
});

const cookiesOf = (response: Response) =>
  response.headers
    .getSetCookie()
    .map((one) => one.split(";")[0])
    .join("; ");

/** Knocks at the other door; what is brought along to come back with. */
async function knock(): Promise<{ address: URL; cookie: string }> {
  const response = await fetch(`${url}/sign-in/social`, {
    method: "POST",
    headers: { "content-type": "application/json", origin: ORIGIN },
    body: JSON.stringify({ provider: "oidc", callbackURL: "/offers", errorCallbackURL: "/sign-in" }),
  });
  const { url: address } = (await response.json()) as { url: string };
  return { address: new URL(address), cookie: cookiesOf(response) };
}

function comeBack(query: Record<string, string>, cookie: string): Promise<Response> {
  return fetch(`${url}/callback/oidc?${new URLSearchParams(query).toString()}`, {
    redirect: "manual",
    headers: { cookie },
  });
}

async function signIn(claims: Record<string, unknown>): Promise<Response> {
  issuer.claims = claims;
  const { address, cookie } = await knock();
  return comeBack({ code: issuer.consent(address), state: address.searchParams.get("state") ?? "" }, cookie);
}

const isSignedIn = (response: Response) =>
  cookiesOf(response).includes("session_token=") && !cookiesOf(response).endsWith("session_token=");

test("G45: while the identity provider is away the other ways in are open, and it is found once it is back", async () => {
  const ways: unknown = await (await fetch(`${url}/ways`)).json();
  expect(ways).toEqual({ password: true, link: true, oidc: null });
  issuer.away = false;
  await expect
    .poll(async () => {
      await world.clock.advance(30_000);
      return auth.ways().oidc;
    })
    .toEqual({ name: "Example Inc." });
});

test("somebody known there is known here, with an account of their own and a confirmed address", async () => {
  const email = `oidc${++people}@example.com`;
  const response = await signIn({ sub: email, email, name: "Ida" });
  expect(response.status).toBe(302);
  expect(response.headers.get("location")).toBe("/offers");
  const { identify } = makeIdentify({ platform: world.platform, sql: world.database.sql, auth });
  expect(await identify({ cookie: cookiesOf(response) })).toMatchObject({
    kind: "person",
    name: "Ida",
    email,
  });
  const again = await signIn({ sub: email, email, name: "Ida" });
  expect(isSignedIn(again)).toBe(true);
  const rows = await world.database.sql`
    select u.email_verified, c.access_token, c.id_token from users u join credentials c on c.user_id = u.id where u.email = ${email}`;
  expect(rows).toMatchObject([{ email_verified: true }]);
  // K1: what the provider gave us to hold is sealed.
  expect(JSON.stringify(rows)).not.toContain("opaque-access-token");
});

test("T20: PKCE, a state and a nonce go along, and the way back is ours exactly", async () => {
  const { address } = await knock();
  const sent = Object.fromEntries(address.searchParams);
  expect(sent).toMatchObject({
    client_id: "berth",
    response_type: "code",
    code_challenge_method: "S256",
    redirect_uri: `${ORIGIN}/api/auth/callback/oidc`,
  });
  for (const name of ["state", "nonce", "code_challenge"])
    expect(sent[name]?.length, name).toBeGreaterThanOrEqual(16);
});

test("T20: a state that is missing, another's, or used already lets nobody in", async () => {
  issuer.claims = { sub: "s", email: `oidc${++people}@example.com`, name: "Ida" };
  const mine = await knock();
  const other = await knock();
  const state = mine.address.searchParams.get("state") ?? "";
  const tries: [Record<string, string>, string][] = [
    [{ code: issuer.consent(mine.address) }, mine.cookie],
    [{ code: issuer.consent(mine.address), state: "made-up" }, mine.cookie],
    [{ code: issuer.consent(mine.address), state }, ""],
    [{ code: issuer.consent(mine.address), state }, other.cookie],
  ];
  for (const [query, cookie] of tries)
    expect(isSignedIn(await comeBack(query, cookie)), JSON.stringify(query)).toBe(false);

  const fresh = await knock();
  const good = { code: issuer.consent(fresh.address), state: fresh.address.searchParams.get("state") ?? "" };
  expect(isSignedIn(await comeBack(good, fresh.cookie))).toBe(true);
  expect(isSignedIn(await comeBack(good, fresh.cookie))).toBe(false);
  const reused = { code: issuer.consent(fresh.address), state: good.state };
  expect(isSignedIn(await comeBack(reused, fresh.cookie))).toBe(false);
});

test("T20: what was signed for somebody else, for another visit, or long ago is not believed", async () => {
  const email = `oidc${++people}@example.com`;
  const lies: Record<string, unknown>[] = [
    { nonce: "another-visit" },
    { aud: "another-client" },
    { iss: "https://evil.test" },
    { exp: nowSeconds() - 3_600 },
  ];
  for (const lie of lies) {
    const response = await signIn({ sub: email, email, name: "Ida", ...lie });
    expect(isSignedIn(response), JSON.stringify(lie)).toBe(false);
    expect(response.headers.get("location"), JSON.stringify(lie)).toContain("/sign-in");
  }
  expect(await world.database.sql`select 1 from users where email = ${email}`).toEqual([]);
});

test("an address that the provider has not confirmed opens nobody's account", async () => {
  const email = `oidc${++people}@example.com`;
  await fetch(`${url}/sign-up/email`, {
    method: "POST",
    headers: { "content-type": "application/json", origin: ORIGIN },
    body: JSON.stringify({ name: "Owner", email, password: "correct horse battery" }),
  });
  const response = await signIn({ sub: "thief", email, name: "Thief", email_verified: false });
  expect(isSignedIn(response)).toBe(false);
});
