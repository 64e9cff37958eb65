import { existsSync } from "node:fs";
import { join } from "node:path";
import { PlainFailure } from "../plain-failure.ts";
import type { Program } from "../processes/program.ts";
import type { Service } from "../processes/service.ts";
import { berthPath, keepDemoPassword, keepSecret, keepSlackSecret, root } from "./folder.ts";

/** How the programs run: built and for good, or from source and started anew at every change. */
export type Mode = "product" | "development";

export type Ports = { console: number; api: number; simulator: number; slack: number; bot: number };

export type Demo = { email: string; password: string };

export type Programs = {
  migration: Program;
  demoAccount: Program;
  simulator: Service;
  server: Service;
  console: Service;
  /** Null where the bot speaks to a real Slack. */
  slackDouble: Service | null;
  slackBot: Service;
  demo: Demo;
};

// These open nothing but a pretended market on this machine.
const vastKey = "simulated-vast-key";
const tensorDockKey = "simulated-tensordock-key";
const blueLobsterKey = "simulated-bluelobster-key";

/** Everything that makes up a running Berth beside its database. */
export function definePrograms(mode: Mode, databaseUrl: string, ports: Ports): Programs {
  const watch = mode === "development" ? ["--watch", "--watch-preserve-output"] : [];
  const nodeEnv = { NODE_ENV: mode === "product" ? "production" : "development" };
  const demo = { email: "demo@berth.example", password: keepDemoPassword() };
  const demoKeyFile = berthPath("demo-key");
  // Who has a Slack of their own says so by its settings, and those reach the bot as they are.
  const hasSlack = Boolean(process.env["SLACK_BOT_TOKEN"]);
  const serverEnv = {
    ...nodeEnv,
    DATABASE_URL: databaseUrl,
    HOST: "127.0.0.1",
    PORT: String(ports.api),
    PUBLIC_URL: consoleUrl(ports),
    BERTH_SECRET: keepSecret(),
    MAIL_DIR: berthPath("mail"),
    // Simulated machines are on this one, and find the API itself.
    AGENT_URL: apiUrl(ports),
    AGENT_FILE: findEntry("agent/dist/berth-agent.mjs"),
    OPERATORS: demo.email,
    VAST_URL: `http://127.0.0.1:${ports.simulator}`,
    VAST_API_KEY: vastKey,
    TENSORDOCK_URL: `http://127.0.0.1:${ports.simulator}`,
    TENSORDOCK_API_KEY: tensorDockKey,
    BLUELOBSTER_URL: `http://127.0.0.1:${ports.simulator}/bluelobster`,
    BLUELOBSTER_API_KEY: blueLobsterKey,
    // A calendar to connect without any Google.
    GOOGLE_URL: `http://127.0.0.1:${ports.simulator}`,
    GOOGLE_CLIENT_ID: "simulated-google-client",
    GOOGLE_CLIENT_SECRET: "simulated-google-secret",
    // Nothing here is real, so its time may be moved on.
    SANDBOX: "yes",
    // As often as a provider allows a look at its market, so that a newcomer sees prices move.
    POLL_SECONDS: "6",
    PERSISTED_DOCUMENTS: findEntry("client/src/gql/persisted-documents.json"),
  };

  return {
    migration: {
      name: "migration",
      ...serverProgram(mode, "migrate"),
      env: serverEnv,
      logFile: logOf("migration"),
    },
    demoAccount: {
      name: "demo account",
      ...serverProgram(mode, "demo"),
      env: {
        ...serverEnv,
        DEMO_EMAIL: demo.email,
        DEMO_PASSWORD: demo.password,
        DEMO_KEY_FILE: demoKeyFile,
      },
      logFile: logOf("demo-account"),
    },
    simulator: {
      name: "simulator",
      args: [
        ...watch,
        findEntry("simulator/src/main.ts"),
        `--port=${ports.simulator}`,
        // For whoever tries a team's own key: an account of another customer at each provider.
        "--other-key=simulated-team-key",
        `--api-key=${vastKey}`,
        `--tensordock-key=${tensorDockKey}`,
        `--bluelobster-key=${blueLobsterKey}`,
        `--agent=${findEntry("agent/dist/berth-agent.mjs")}`,
      ],
      cwd: join(root, "simulator"),
      env: nodeEnv,
      logFile: logOf("simulator"),
      readyUrl: `http://127.0.0.1:${ports.simulator}/healthz`,
    },
    server: {
      name: "server",
      ...serverProgram(mode, "main", watch),
      env: serverEnv,
      logFile: logOf("server"),
      readyUrl: `${apiUrl(ports)}/readyz`,
    },
    console: {
      name: "console",
      args: [findEntry("client/serve.ts")],
      cwd: join(root, "client"),
      env: {
        ...nodeEnv,
        HOST: "127.0.0.1",
        PORT: String(ports.console),
        PUBLIC_URL: consoleUrl(ports),
        API_URL: apiUrl(ports),
        NEXT_TELEMETRY_DISABLED: "1",
        ...(hasSlack ? {} : { SLACK_DOUBLE_URL: slackUrl(ports) }),
        ...(mode === "development" ? { DEV: "1" } : {}),
      },
      logFile: logOf("console"),
      readyUrl: `http://127.0.0.1:${ports.console}/`,
    },
    slackDouble: hasSlack
      ? null
      : {
          name: "Slack to try things in",
          args: [
            ...watch,
            findEntry("slack/src/double/main.ts"),
            `--port=${ports.slack}`,
            `--keep=${berthPath("slack", "double.json")}`,
          ],
          cwd: join(root, "slack"),
          env: nodeEnv,
          logFile: logOf("slack-double"),
          readyUrl: `${slackUrl(ports)}/healthz`,
        },
    slackBot: {
      name: "Slack bot",
      args:
        mode === "product"
          ? ["--enable-source-maps", findEntry("slack/dist/berth-slack.mjs")]
          : [...watch, findEntry("slack/src/main.ts")],
      cwd: join(root, "slack"),
      env: {
        ...nodeEnv,
        HOST: "127.0.0.1",
        PORT: String(ports.bot),
        BERTH_URL: apiUrl(ports),
        BERTH_TOKEN_FILE: demoKeyFile,
        CONSOLE_URL: consoleUrl(ports),
        SLACK_BOT_SECRET: keepSlackSecret(),
        SLACK_STATE_FILE: berthPath("slack", hasSlack ? "journal" : "journal-of-the-double"),
        ...(hasSlack ? {} : settingsOfTheDouble(ports)),
      },
      logFile: logOf("slack-bot"),
      readyUrl: `http://127.0.0.1:${ports.bot}/healthz`,
    },
    demo,
  };
}

/** A channel that is told everything, and somebody in it who acts with the bot's own key. */
function settingsOfTheDouble(ports: Ports): Record<string, string> {
  return {
    SLACK_API_URL: `${slackUrl(ports)}/api/`,
    SLACK_BOT_TOKEN: "xoxb-double",
    SLACK_APP_TOKEN: "xapp-double",
    SLACK_OWNER: "U0ADA",
    SLACK_SUBSCRIBE: "C0GPUS all",
  };
}

export function consoleUrl(ports: Ports): string {
  return `http://localhost:${ports.console}`;
}

export function apiUrl(ports: Ports): string {
  return `http://127.0.0.1:${ports.api}`;
}

function slackUrl(ports: Ports): string {
  return `http://127.0.0.1:${ports.slack}`;
}

/**
 * How the server's process collects its garbage. What is young is let go of soon, so a large place for it only takes up
 * memory; and so little of it is left that helping threads take longer to begin than it takes to copy: without them
 * a pause is half as long.
 */
export const LEAN = ["--max-semi-space-size=16", "--no-parallel-scavenge"];

function serverProgram(
  mode: Mode,
  entry: "main" | "migrate" | "demo",
  flags: string[] = [],
): Pick<Program, "args" | "cwd"> {
  const args =
    mode === "product"
      ? [...LEAN, "--enable-source-maps", findEntry(`server/dist/${entry}.js`)]
      : [...flags, "--import", "@oxc-node/core/register", findEntry(`server/src/${entry}.ts`)];
  return { args, cwd: join(root, "server") };
}

function findEntry(path: string): string {
  const entry = join(root, path);
  if (!existsSync(entry)) throw new PlainFailure(`${path} is missing; is this checkout whole?`);
  return entry;
}

function logOf(name: string): string {
  return berthPath("logs", `${name}.log`);
}
