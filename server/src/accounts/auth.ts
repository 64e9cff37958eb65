import type { BetterAuthOptions } from "better-auth";
import { APIError, createAuthEndpoint, createAuthMiddleware, isAPIError } from "better-auth/api";
import { betterAuth } from "better-auth/minimal";
import { genericOAuth, magicLink } from "better-auth/plugins";
import { sleep } from "../platform/clock.ts";
import type { Config } from "../platform/config.ts";
import { type Ctx, makeContext, type Platform } from "../platform/context.ts";
import type { Database } from "../platform/db/database.ts";
import { isUnavailable, rootError } from "../platform/db/errors.ts";
import type { Log } from "../platform/log.ts";
import type { Letter } from "../platform/mail.ts";
import { metrics } from "../platform/metrics.ts";
import { makeSeal } from "../platform/seal.ts";
import { SYSTEM } from "../values/actor.ts";
import type { IdPrefix } from "../values/id.ts";
import { Attempts } from "./attempts.ts";
import { openOwnAccount } from "./open-own-account.ts";
import { queueMail } from "./queue-mail.ts";
import {
  confirmationLetter,
  newPasswordLetter,
  passwordChangedLetter,
  signInLetter,
} from "./rules/letters.ts";
import { nameFromEmail, tidy } from "./rules/names.ts";
import { AuthStore } from "./store/auth-store.ts";

// Who people are is better-auth's work: passwords, mailed links, somebody else's door, cookies, and
// keeping forgers out. Teams, roles, invitations and keys are ours, because they change together
// with the events that tell of them.

export interface Auth {
  /** The console's origin, the only one that may sign anybody in. */
  origin: string;
  /** Answers a request to /api/auth. `unavailable`: whatever it says, the database was away. */
  handle(request: Request): Promise<{ result: Response; unavailable: boolean }>;
  /** The token of a sign-in's cookie, if the cookie was signed by us. */
  readToken(headers: Headers): Promise<string | null>;
  /** The ways in that are open, for whoever draws the door. */
  ways(): { password: true; link: true; oidc: { name: string } | null };
}

/** Set by our own route on every request; what a client sent under this name is gone by then. */
export const ADDRESS_HEADER = "x-berth-address";
export const AUTH_PATH = "/api/auth";

const MINUTE = 60;
const LINK_MINUTES = 15;
const A_DAY = 24 * 60;
const SIGNED_IN_DAYS = 30;
const GUESSES = { most: 10, windowMs: 5 * MINUTE * 1000 };
const LETTERS = { most: 5, windowMs: 30 * MINUTE * 1000 };
const OIDC = "oidc";
const OIDC_RETRY_MS = 30_000;

type AuthConfig = Pick<
  Config,
  "BERTH_SECRET" | "PUBLIC_URL" | "OIDC_ISSUER" | "OIDC_CLIENT_ID" | "OIDC_CLIENT_SECRET" | "OIDC_NAME"
>;

export function makeAuth(options: { config: AuthConfig; platform: Platform; database: Database }): Auth {
  const { config, platform } = options;
  const store = new AuthStore(options.database.db);
  let current = makeLibrary(config, platform, store, false);
  let oidc: { name: string } | null = null;

  // The other door's addresses are asked of it once. While it does not answer, ours are open.
  async function openOidc(): Promise<void> {
    for (;;) {
      const library = makeLibrary(config, platform, store, true);
      const context = await Promise.race([library.$context, sleep(platform.clock, OIDC_RETRY_MS)]);
      if (context?.socialProviders.some(({ id }) => id === OIDC)) {
        current = library;
        oidc = { name: config.OIDC_NAME };
        return;
      }
      platform.log.warn("the identity provider does not answer; will keep trying");
      await sleep(platform.clock, OIDC_RETRY_MS);
    }
  }
  if (config.OIDC_ISSUER) {
    openOidc().catch((error: unknown) =>
      platform.log.error({ err: error }, "the identity provider cannot be used"),
    );
  }

  return {
    origin: config.PUBLIC_URL,
    handle: (request) =>
      store.watch(() => current.handler(request).catch((error: unknown) => fault(error, platform.log))),
    readToken: (headers) => current.api.readToken({ headers }),
    ways: () => ({ password: true, link: true, oidc }),
  };
}

function makeLibrary(config: AuthConfig, platform: Platform, store: AuthStore, withOidc: boolean) {
  const { clock, log } = platform;
  const seal = makeSeal(config.BERTH_SECRET, platform.random);
  const guesses = new Attempts(clock, GUESSES);
  // In the transaction that the library is in, if it is in one.
  const context = (): Ctx => makeContext({ ...platform, db: store.db }, SYSTEM);
  const post = (to: string, letter: Letter, minutes: number): Promise<void> => {
    const usefulUntil = new Date(clock.now().getTime() + minutes * MINUTE * 1000);
    return queueMail(context(), { to, letter, usefulUntil }, seal);
  };
  return betterAuth({
    appName: "Berth",
    baseURL: config.PUBLIC_URL,
    basePath: AUTH_PATH,
    secret: config.BERTH_SECRET,
    trustedOrigins: [config.PUBLIC_URL],
    database: store.adapter,
    telemetry: { enabled: false },
    logger: { log: logTo(log) },
    onAPIError: {
      // The door says what went wrong.
      errorURL: new URL("/sign-in", config.PUBLIC_URL).href,
      // What is no answer of the library's comes out to us: it would print it, with all it was given.
      onError: (error) => {
        if (!isAPIError(error)) throw error;
      },
    },
    advanced: {
      // Said outright, because the library leaves them out where it takes itself to be tested.
      disableOriginCheck: false,
      disableCSRFCheck: false,
      cookiePrefix: "berth",
      useSecureCookies: config.PUBLIC_URL.startsWith("https:"),
      database: { generateId: ({ model }) => context().newId(prefixes[model] ?? "ver") },
      ipAddress: { ipAddressHeaders: [ADDRESS_HEADER] },
    },
    emailAndPassword: {
      enabled: true,
      minPasswordLength: 10,
      maxPasswordLength: 128,
      resetPasswordTokenExpiresIn: LINK_MINUTES * MINUTE,
      // Whoever knew the old one, or was in without one, is out.
      revokeSessionsOnPasswordReset: true,
      sendResetPassword: ({ user, token }) => {
        const page = new URL("/new-password", config.PUBLIC_URL);
        page.searchParams.set("token", token);
        return post(user.email, newPasswordLetter(page.href, LINK_MINUTES), LINK_MINUTES);
      },
      onPasswordReset: ({ user }) => post(user.email, passwordChangedLetter(), A_DAY),
    },
    emailVerification: {
      sendOnSignUp: true,
      expiresIn: A_DAY * MINUTE,
      sendVerificationEmail: ({ user, url }) => post(user.email, confirmationLetter(url), A_DAY),
    },
    session: {
      expiresIn: SIGNED_IN_DAYS * 24 * 60 * MINUTE,
      // A sign-in lasts as long as its cookie says, and whoever is gone for good is out by then.
      disableSessionRefresh: true,
      additionalFields: {
        activeAccountId: { type: "string", input: false },
        lastSeenAt: { type: "date", input: false },
      },
    },
    account: { encryptOAuthTokens: true },
    verification: { storeIdentifier: "hashed" },
    rateLimit: { enabled: true, window: MINUTE, max: 100, customRules: perAddress },
    hooks: {
      before: limitAttempts(guesses, new Attempts(clock, LETTERS)),
      after: createAuthMiddleware(async (ctx) => {
        const { newSession, session, returned } = ctx.context;
        const email = emailIn(ctx.body);
        if (ctx.path === "/sign-in/email" && newSession && email !== null) guesses.forget(email);
        if (ctx.path === "/change-password" && session && !isAPIError(returned))
          await post(session.user.email, passwordChangedLetter(), A_DAY);
      }),
    },
    databaseHooks: {
      user: {
        create: {
          before: async (user) => ({
            data: { ...user, name: tidy(user.name).slice(0, 80) || nameFromEmail(user.email), image: null },
          }),
        },
      },
      session: {
        create: {
          before: async (signIn, asked) => {
            const ctx = context();
            const now = ctx.now();
            const lifetimeMs = signIn.expiresAt.getTime() - signIn.createdAt.getTime();
            const times = { createdAt: now, updatedAt: now, lastSeenAt: now };
            const expiresAt = new Date(now.getTime() + lifetimeMs);
            // Who changes their password is signed in anew, and stays in the account they were in.
            const before = asked?.context.session?.session;
            const activeAccountId =
              before?.userId === signIn.userId
                ? (before["activeAccountId"] as string | null)
                : await openOwnAccount(ctx, signIn.userId);
            const userAgent = signIn.userAgent?.slice(0, 300) ?? null;
            return { data: { ...signIn, ...times, expiresAt, activeAccountId, userAgent } };
          },
        },
      },
    },
    plugins: [
      tokenReader,
      magicLink({
        expiresIn: LINK_MINUTES * MINUTE,
        sendMagicLink: ({ email, url }) => post(email, signInLetter(url, LINK_MINUTES), LINK_MINUTES),
      }),
      ...(withOidc ? [oidcDoor(config)] : []),
    ],
  } satisfies BetterAuthOptions);
}

const prefixes: Record<string, IdPrefix> = {
  user: "usr",
  session: "sgn",
  account: "cre",
  verification: "ver",
};

/** Requests of one address; each path is counted by itself. */
const perAddress = {
  "/sign-in/email": { window: MINUTE, max: 30 },
  "/sign-up/email": { window: MINUTE, max: 20 },
  "/sign-in/magic-link": { window: MINUTE, max: 10 },
  "/magic-link/verify": { window: MINUTE, max: 30 },
  "/send-verification-email": { window: MINUTE, max: 5 },
  "/change-password": { window: MINUTE, max: 10 },
  "/request-password-reset": { window: MINUTE, max: 10 },
  "/reset-password": { window: MINUTE, max: 30 },
  "/sign-in/social": { window: MINUTE, max: 30 },
};

/** How often a password may be guessed at, and letters be sent, whoever asks for it and from wherever. */
function limitAttempts(guesses: Attempts, letters: Attempts) {
  const limits: Record<string, Attempts> = {
    "/sign-in/email": guesses,
    "/change-password": guesses,
    "/sign-in/magic-link": letters,
    "/send-verification-email": letters,
    "/request-password-reset": letters,
  };
  return createAuthMiddleware(async (ctx) => {
    const limit = limits[ctx.path];
    if (!limit) return;
    // Who changes a password is signed in: it is guessed at by whoever has the cookie, whatever address they send along.
    const { name } = ctx.context.authCookies.sessionToken;
    const named = ctx.path === "/change-password" ? null : emailIn(ctx.body);
    const who = named ?? ((await ctx.getSignedCookie(name, ctx.context.secret)) || null);
    const allowed = who === null ? undefined : limit.count(who);
    if (allowed?.ok !== false) return;
    throw new APIError(
      "TOO_MANY_REQUESTS",
      { code: "RATE_LIMITED", message: `Too many attempts. Try again in ${allowed.retryAfter} s.` },
      { "x-retry-after": String(allowed.retryAfter) },
    );
  });
}

function emailIn(body: unknown): string | null {
  if (typeof body !== "object" || body === null || !("email" in body)) return null;
  return typeof body.email === "string" ? body.email.trim().toLowerCase().slice(0, 254) : null;
}

/** Lets us ask the library, and nobody else, what a cookie that it signed says. */
const tokenReader = {
  id: "token-reader",
  endpoints: {
    readToken: createAuthEndpoint.serverOnly({ method: "GET", requireHeaders: true }, async (ctx) => {
      const { name } = ctx.context.authCookies.sessionToken;
      return (await ctx.getSignedCookie(name, ctx.context.secret)) || null;
    }),
  },
};

function oidcDoor(config: AuthConfig) {
  const issuer = (config.OIDC_ISSUER ?? "").replace(/\/$/, "");
  return genericOAuth({
    config: [
      {
        providerId: OIDC,
        name: config.OIDC_NAME,
        discoveryUrl: `${issuer}/.well-known/openid-configuration`,
        clientId: config.OIDC_CLIENT_ID ?? "",
        ...(config.OIDC_CLIENT_SECRET && { clientSecret: config.OIDC_CLIENT_SECRET }),
        scopes: ["openid", "email", "profile"],
        pkce: true,
        requireIdTokenVerification: true,
      },
    ],
  });
}

function fault(error: unknown, log: Log): Response {
  const err = rootError(error);
  if (isUnavailable(error)) log.warn({ err }, "the database is away");
  else {
    metrics.faults.inc();
    log.error({ err }, "fault at the door");
  }
  return Response.json(
    { code: "INTERNAL_SERVER_ERROR", message: "Something went wrong on our side." },
    { status: 500 },
  );
}

/** What the library says of errors may hold what it was working on; the driver's own error holds a code. */
function logTo(log: Log) {
  return (level: "debug" | "info" | "warn" | "error", message: string, ...rest: unknown[]): void => {
    const error = rest.find((one) => one instanceof Error);
    const text = message.slice(0, 200);
    if (error) log[level]({ from: "sign-in", err: rootError(error) }, text);
    else log[level]({ from: "sign-in" }, text);
  };
}
