import { z } from "zod";

// The environment is read here, once. A bad value stops the start with one line that names the
// variable and never shows what was in it.

const url = (...protocols: string[]) =>
  z.string().refine(
    (text) => {
      const parsed = URL.parse(text);
      return parsed !== null && protocols.includes(parsed.protocol);
    },
    `must be an address that starts with ${protocols.join(" or ")}//`,
  );

const whole = (least: number, most: number) =>
  z
    .string()
    .regex(/^\d{1,9}$/, "must be a whole number")
    .transform(Number)
    .refine((n) => n >= least && n <= most, `must be between ${least} and ${most}`);

const environment = z.object({
  NODE_ENV: z.enum(["development", "production", "test"]).default("development"),
  DATABASE_URL: url("postgres:", "postgresql:"),
  DATABASE_POOL: whole(2, 200).default(10),
  HOST: z.string().min(1).default("127.0.0.1"),
  PORT: whole(0, 65535).default(4000),
  PUBLIC_URL: url("http:", "https:")
    .transform((text) => new URL(text).origin)
    .default("http://localhost:3000"),
  /** Earlier secrets, with commas between: what was sealed under one is still opened, and sealed anew when it is used. */
  BERTH_SECRETS_BEFORE: z
    .string()
    .default("")
    .transform((text) => text.split(",").filter((secret) => secret !== "")),
  BERTH_SECRET: z.string().min(32, "must be at least 32 characters; make one with: openssl rand -base64 48"),
  OPERATORS: z
    .string()
    .default("")
    .transform((text) => text.split(",").map((address) => address.trim().toLowerCase()))
    .transform((addresses) => new Set(addresses.filter((address) => address !== ""))),
  ROLES: z
    .string()
    .default("api,worker")
    .transform((text) => new Set(text.split(",").map((role) => role.trim())))
    .refine(
      (roles) => roles.size > 0 && [...roles].every((role) => role === "api" || role === "worker"),
      "must be api, worker, or api,worker",
    ),
  LOG_LEVEL: z.enum(["debug", "info", "warn", "error", "silent"]).default("info"),
  METRICS_TOKEN: z.string().min(16, "must be at least 16 characters").optional(),
  PERSISTED_DOCUMENTS: z.string().optional(),
  EXECUTOR: z.enum(["compiled", "interpreted"]).default("compiled"),
  COST_PER_MINUTE: whole(1, 999_999_999).default(60_000),
  SOCKETS_PER_ACTOR: whole(1, 1_000_000).default(200),
  VAST_URL: url("http:", "https:").default("https://console.vast.ai"),
  VAST_API_KEY: z.string().min(1).optional(),
  TENSORDOCK_URL: url("http:", "https:").default("https://dashboard.tensordock.com"),
  TENSORDOCK_API_KEY: z.string().min(1).optional(),
  BLUELOBSTER_URL: url("http:", "https:").default("https://api.bluelobster.ai"),
  BLUELOBSTER_API_KEY: z.string().min(1).optional(),
  POLL_SECONDS: whole(1, 3600).optional(),
  /** Simulated providers need not be kept the distance that the real ones demand between calls. */
  PROVIDER_PACES: z.enum(["kept", "none"]).default("kept"),
  /** Of a market that has no forecasts yet, those of so many days back are made from what was known then. */
  FORECAST_REPLAY_DAYS: whole(0, 60).default(28),
  /** For rehearsing what is days away beside a simulated market: so far ahead this process is of other clocks. */
  CLOCK_AHEAD_SECONDS: whole(0, 366 * 24 * 3600).default(0),
  /** Whether partners may move this Berth's clock on, and the simulated markets' with it. */
  SANDBOX: z
    .enum(["yes", "no"])
    .default("no")
    .transform((text) => text === "yes"),
  /** Where machines find this Berth; they are elsewhere, so it is not always where the console finds it. */
  AGENT_URL: url("http:", "https:").optional(),
  /** The agent's one file, as machines are given it. */
  AGENT_FILE: z.string().optional(),
  SMTP_URL: url("smtp:", "smtps:").optional(),
  MAIL_DIR: z.string().default(".berth/mail"),
  MAIL_FROM: z.string().default("Berth <berth@localhost>"),
  /** Whether webhooks may lead to this machine and its neighbours, which nobody but who runs this Berth may want. */
  WEBHOOKS_TO_PRIVATE: z
    .enum(["yes", "no"])
    .default("no")
    .transform((text) => text === "yes"),
  STRIPE_SECRET_KEY: z.string().min(8).optional(),
  STRIPE_WEBHOOK_SECRET: z.string().min(8).optional(),
  /** Without both no Google Calendar is offered. */
  GOOGLE_CLIENT_ID: z.string().min(1).optional(),
  GOOGLE_CLIENT_SECRET: z.string().min(1).optional(),
  /** Another place than Google's own that speaks as Google does. */
  GOOGLE_URL: url("http:", "https:")
    .transform((text) => new URL(text).origin)
    .optional(),
  OIDC_ISSUER: url("https:", "http:").optional(),
  OIDC_CLIENT_ID: z.string().optional(),
  OIDC_CLIENT_SECRET: z.string().optional(),
  OIDC_NAME: z.string().default("your company"),
});

export type Config = z.infer<typeof environment>;

export class BadConfig extends Error {}

export function readConfig(env: Record<string, string | undefined>): Config {
  // An empty variable is how shells and compose files write "not set".
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ""));
  const parsed = environment.safeParse(given);
  if (!parsed.success) {
    const lines = parsed.error.issues.map((issue) => {
      const name = String(issue.path[0]);
      return name in given ? `${name} ${issue.message}` : `${name} is not set`;
    });
    throw new BadConfig(lines.join("; "));
  }
  const config = parsed.data;
  if (config.NODE_ENV === "production") refuseUnsafeProduction(config);
  if (config.OIDC_ISSUER && !(config.OIDC_CLIENT_ID && config.OIDC_CLIENT_SECRET)) {
    throw new BadConfig("OIDC_ISSUER is set, so OIDC_CLIENT_ID and OIDC_CLIENT_SECRET must be too");
  }
  if (!config.GOOGLE_CLIENT_ID !== !config.GOOGLE_CLIENT_SECRET) {
    throw new BadConfig("GOOGLE_CLIENT_ID and GOOGLE_CLIENT_SECRET are set together, or neither is");
  }
  if (!config.STRIPE_SECRET_KEY !== !config.STRIPE_WEBHOOK_SECRET) {
    throw new BadConfig("STRIPE_SECRET_KEY and STRIPE_WEBHOOK_SECRET are set together, or neither is");
  }
  if (config.CLOCK_AHEAD_SECONDS > 0) refuseRealMarkets(config, "CLOCK_AHEAD_SECONDS");
  if (config.SANDBOX) refuseRealMarkets(config, "SANDBOX");
  if (config.PROVIDER_PACES === "none") refuseRealMarkets(config, "PROVIDER_PACES");
  return config;
}

/**
 * A real machine is billed by its provider's clock: one that is ahead would end it early, or pay for it late. And
 * a real provider shuts out who asks too often.
 */
function refuseRealMarkets({ VAST_URL, TENSORDOCK_URL, BLUELOBSTER_URL }: Config, name: string): void {
  const here = ["localhost", "127.0.0.1", "[::1]"];
  if (![VAST_URL, TENSORDOCK_URL, BLUELOBSTER_URL].every((text) => here.includes(new URL(text).hostname)))
    throw new BadConfig(`${name} is for rehearsals: the providers' addresses must be on this machine`);
}

function refuseUnsafeProduction(config: Config): void {
  if (new Set(config.BERTH_SECRET).size < 12) {
    throw new BadConfig(
      "BERTH_SECRET is too simple to protect anything; make one with: openssl rand -base64 48",
    );
  }
  const { protocol, hostname } = new URL(config.PUBLIC_URL);
  const loopback = hostname === "localhost" || hostname === "127.0.0.1";
  if (protocol !== "https:" && !loopback) {
    throw new BadConfig("PUBLIC_URL must start with https:// in production");
  }
}
