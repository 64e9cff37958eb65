import { randomBytes } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import postgres from "postgres";
import { inject } from "vitest";
import { findAnyPort } from "../scripts/processes/ports.ts";
import { type Demo, prepareDatabase } from "./prepared-database.ts";
import { launch, root, type Running, untilReady } from "./running.ts";

// The whole product, as it is built, in a database of its own. The simulated market's clock stands
// still, so that what moves is what a test moves.

const KEY = "key-of-the-tests";
const CHANNEL = "C0GPUS";

export interface Product {
  consoleUrl: string;
  apiUrls: string[];
  demo: Demo;
  servers: Running[];
  databaseUrl: string;
  startServer(at: number, more?: Record<string, string>): Promise<void>;
  market: Market;
  /** Where there is one, as there is with `npm start`: the bot, and the Slack that its channel is in. */
  slack: Slack | null;
  stop(): Promise<void>;
}

export interface Slack {
  bot: Running;
  startBot(): Promise<void>;
  /** What stands in the channel that the bot tells, the oldest first. */
  messages(): Promise<SlackMessage[]>;
}

export interface SlackMessage {
  ts: string;
  user: string;
  text: string;
  threadTs?: string;
  /** Only this person sees it. */
  onlyFor?: string;
}

export interface Market {
  /** The asks of the market that match, as the provider lists them. */
  asks(): Promise<{ id: number; gpu_name: string; dph_base: number }[]>;
  /** The machines that its customer really has there, whatever anybody says. */
  machines(): Promise<{ id: number; phase: string }[]>;
  /**
   * Lets time pass for the machines that are there. While there is none the market stands still: what is listed would
   * else be gone again before it is tried.
   */
  passTime(seconds: number): Promise<void>;
  /** What the market's control endpoint says to this. */
  control(path: string, body: object, method?: string): Promise<unknown>;
}

export interface ProductOptions {
  servers?: number;
  console?: boolean;
  /** What its channel is told, in the words of `/gpu subscribe`; else there is no Slack. */
  slack?: string;
  /** A database of the test's own; else one is made where all tests make theirs. */
  databaseUrl?: string;
  env?: Record<string, string>;
}

export async function startProduct(options: ProductOptions = {}): Promise<Product> {
  const closing: (() => Promise<void> | void)[] = [];
  try {
    return await start(options, closing);
  } catch (error) {
    for (const close of closing.toReversed()) await close();
    throw error;
  }
}

async function start(options: ProductOptions, closing: (() => Promise<void> | void)[]): Promise<Product> {
  const folder = mkdtempSync(join(tmpdir(), "berth-e2e-"));
  closing.push(() => rmSync(folder, { recursive: true, force: true }));
  const prepared = inject("prepared");
  const database = options.databaseUrl
    ? { url: options.databaseUrl, drop: async () => {} }
    : await cloneDatabase(prepared.template);
  closing.push(database.drop);

  const ports = await freePorts(4 + (options.servers ?? 1));
  const [simulatorPort = 0, consolePort = 0, slackPort = 0, botPort = 0, ...apiPorts] = ports;
  const slackUrl = `http://127.0.0.1:${slackPort}`;
  const consoleUrl = `http://localhost:${consolePort}`;
  const apiUrls = apiPorts.map((port) => `http://127.0.0.1:${port}`);
  const env = {
    NODE_ENV: "production",
    DATABASE_URL: database.url,
    PUBLIC_URL: consoleUrl,
    BERTH_SECRET: prepared.secret,
    NODE_COMPILE_CACHE: prepared.compiled,
    MAIL_DIR: join(folder, "mail"),
    VAST_URL: `http://127.0.0.1:${simulatorPort}`,
    VAST_API_KEY: KEY,
    TENSORDOCK_URL: `http://127.0.0.1:${simulatorPort}`,
    TENSORDOCK_API_KEY: KEY,
    BLUELOBSTER_URL: `http://127.0.0.1:${simulatorPort}/bluelobster`,
    BLUELOBSTER_API_KEY: KEY,
    GOOGLE_URL: `http://127.0.0.1:${simulatorPort}`,
    GOOGLE_CLIENT_ID: "simulated-google-client",
    GOOGLE_CLIENT_SECRET: "simulated-google-secret",
    // A look at the market costs the server half a second of work.
    POLL_SECONDS: "6",
    PROVIDER_PACES: "none",
    SANDBOX: "yes",
    PERSISTED_DOCUMENTS: join(root, "client/src/gql/persisted-documents.json"),
    LOG_LEVEL: "info",
    FORECAST_REPLAY_DAYS: "0",
    AGENT_URL: apiUrls[0] ?? "",
    AGENT_FILE: join(root, "agent/dist/berth-agent.mjs"),
    ...options.env,
  };
  const demo = options.databaseUrl ? await prepareDatabase(env) : prepared.demo;

  const simulator = launch("simulator", "simulator/src/main.ts", {}, [
    `--port=${simulatorPort}`,
    `--api-key=${KEY}`,
    `--tensordock-key=${KEY}`,
    `--bluelobster-key=${KEY}`,
    // A team's own account at each provider.
    "--other-key=canary-of-the-console-7hJ2",
    `--agent=${join(root, "agent/dist/berth-agent.mjs")}`,
    "--no-rate-limits",
    "--honest",
    "--speed=0",
    "--seed=e2e",
  ]);
  closing.push(() => simulator.kill("SIGTERM"));
  await untilReady(`${env.VAST_URL}/healthz`, simulator);

  const servers: Running[] = [];
  const startServer = async (at: number, more: Record<string, string> = {}): Promise<void> => {
    const port = { PORT: String(apiPorts[at]) };
    const server = launch(`server ${at}`, "server/dist/main.js", { ...env, ...port, ...more });
    servers[at] = server;
    await untilReady(`${apiUrls[at]}/readyz`, server);
  };
  closing.push(() => Promise.all(servers.map((server) => server.kill("SIGTERM"))).then(() => {}));
  const startConsole = async (): Promise<void> => {
    const console = launch("console", "client/serve.ts", {
      ...env,
      PORT: String(consolePort),
      API_URL: apiUrls[0] ?? "",
      ...(options.slack && { SLACK_DOUBLE_URL: slackUrl }),
    });
    closing.push(() => console.kill("SIGTERM"));
    await untilReady(`http://127.0.0.1:${consolePort}/sign-in`, console);
  };
  await Promise.all([
    (async () => {
      for (const at of apiPorts.keys()) await startServer(at);
    })(),
    options.console !== false && startConsole(),
  ]);
  const slack = options.slack
    ? await startSlack(slackUrl, closing, {
        PORT: String(botPort),
        BERTH_URL: apiUrls[0] ?? "",
        BERTH_TOKEN: demo.apiKey,
        CONSOLE_URL: consoleUrl,
        NODE_COMPILE_CACHE: prepared.compiled,
        SLACK_BOT_SECRET: prepared.secret,
        SLACK_STATE_FILE: join(folder, "journal"),
        SLACK_SUBSCRIBE: `${CHANNEL} ${options.slack}`,
      })
    : null;

  return {
    consoleUrl,
    apiUrls,
    demo,
    servers,
    databaseUrl: database.url,
    startServer,
    market: openMarket(env.VAST_URL),
    slack,
    async stop() {
      for (const close of closing.toReversed()) await close();
    },
  };
}

/** Where Ada acts with the bot's own key. */
async function startSlack(
  url: string,
  closing: (() => Promise<void> | void)[],
  env: Record<string, string>,
): Promise<Slack> {
  const double = launch("Slack", "slack/src/double/main.ts", {}, [`--port=${new URL(url).port}`]);
  closing.push(() => double.kill("SIGTERM"));
  await untilReady(`${url}/healthz`, double);
  const startBot = async (): Promise<Running> => {
    const bot = launch("bot", "slack/dist/berth-slack.mjs", {
      ...env,
      SLACK_API_URL: `${url}/api/`,
      SLACK_BOT_TOKEN: "xoxb-double",
      SLACK_APP_TOKEN: "xapp-double",
      SLACK_OWNER: "U0ADA",
    });
    await untilReady(`http://127.0.0.1:${env["PORT"]}/healthz`, bot);
    return bot;
  };
  const slack: Slack = {
    bot: await startBot(),
    async startBot() {
      slack.bot = await startBot();
    },
    async messages() {
      const { messages } = (await (await fetch(`${url}/control/state`)).json()) as {
        messages: (SlackMessage & { channel: string })[];
      };
      return messages.filter(({ channel }) => channel === CHANNEL);
    },
  };
  closing.push(() => slack.bot.kill("SIGTERM"));
  return slack;
}

function openMarket(url: string): Market {
  const machines: Market["machines"] = async () => {
    const { contracts } = (await (await fetch(`${url}/control/state`)).json()) as {
      contracts: { id: number; phase: string }[];
    };
    return contracts.filter(({ phase }) => phase !== "gone").map(({ id, phase }) => ({ id, phase }));
  };
  const control: Market["control"] = async (path, body, method = "POST") => {
    const response = await fetch(`${url}/control/${path}`, {
      method,
      headers: { "content-type": "application/json" },
      body: JSON.stringify(body),
    });
    if (!response.ok) throw new Error(`control ${path}: ${response.status} ${await response.text()}`);
    return response.json();
  };
  return {
    async asks() {
      const response = await fetch(`${url}/api/v0/bundles/`, {
        method: "POST",
        headers: { "content-type": "application/json", authorization: `Bearer ${KEY}` },
        body: JSON.stringify({ type: "on-demand", order: [["dph_base", "asc"]], limit: 100_000 }),
      });
      return ((await response.json()) as { offers: Awaited<ReturnType<Market["asks"]>> }).offers;
    },
    machines,
    async passTime(seconds) {
      if ((await machines()).length > 0) await control("clock", { advanceSeconds: seconds });
    },
    control,
  };
}

async function cloneDatabase(template: string): Promise<{ url: string; drop(): Promise<void> }> {
  const adminUrl = process.env["TEST_DATABASE_URL"];
  if (!adminUrl) throw new Error("TEST_DATABASE_URL is not set: `npm test` starts a PostgreSQL and sets it");
  const name = `berth_e2e_${process.pid}_${randomBytes(4).toString("hex")}`;
  const admin = postgres(adminUrl, { max: 1, onnotice: () => {} });
  await admin.unsafe(`create database ${name} template ${template} strategy file_copy`);
  await admin.end();
  const url = new URL(adminUrl);
  url.pathname = `/${name}`;
  return {
    url: url.href,
    async drop() {
      const again = postgres(adminUrl, { max: 1, onnotice: () => {}, connect_timeout: 2 });
      await again.unsafe(`drop database if exists ${name} with (force)`).catch(() => {});
      await again.end({ timeout: 1 });
    },
  };
}

async function freePorts(count: number): Promise<number[]> {
  const ports = new Set<number>();
  while (ports.size < count) ports.add(await findAnyPort(ports));
  return [...ports];
}
