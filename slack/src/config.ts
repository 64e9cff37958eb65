import { readFileSync } from "node:fs";
import { readUrl } from "./rules/address.ts";
import { isZone } from "./rules/quiet.ts";

/** What is wrong with the settings, in a sentence. */
export class BadConfig extends Error {}

export interface Config {
  berthUrl: string;
  berthToken: string;
  /** Where links lead. */
  consoleUrl: string;
  botToken: string;
  /** With it, Slack is listened to over a socket that the bot opens; without it, at an address of the bot. */
  appToken: string | null;
  signingSecret: string | null;
  apiUrl: string;
  secret: string;
  file: string;
  host: string;
  port: number;
  zone: string;
  /** Whoever runs the bot: acts with the bot's own key, and needs no link. */
  owner: string | null;
  /** Channels that are told from the first start on: "C1 all; C2 budgets". */
  subscribe: string | null;
}

type Environment = Readonly<Record<string, string | undefined>>;

export function readConfig(env: Environment): Config {
  const need = (name: string): string => {
    const value = env[name];
    if (!value) throw new BadConfig(`${name} must be set. docs/slack.md says to what.`);
    return value;
  };
  const appToken = env["SLACK_APP_TOKEN"] ?? null;
  const signingSecret = env["SLACK_SIGNING_SECRET"] ?? null;
  if (!appToken && !signingSecret)
    throw new BadConfig("SLACK_APP_TOKEN (for a socket) or SLACK_SIGNING_SECRET (for requests) must be set.");
  const secret = need("SLACK_BOT_SECRET");
  if (secret.length < 32) throw new BadConfig("SLACK_BOT_SECRET must have 32 characters or more, of chance.");
  const zone = env["SLACK_ZONE"] ?? "UTC";
  if (!isZone(zone)) throw new BadConfig(`SLACK_ZONE is no time zone: ${zone}.`);
  const port = Number(env["PORT"] ?? 4300);
  if (!Number.isInteger(port) || port < 0 || port > 65_535) throw new BadConfig("PORT is no port.");
  return {
    berthUrl: addressOf("BERTH_URL", need("BERTH_URL")),
    berthToken: env["BERTH_TOKEN_FILE"] ? readToken(env["BERTH_TOKEN_FILE"]) : need("BERTH_TOKEN"),
    consoleUrl: addressOf("CONSOLE_URL", env["CONSOLE_URL"] ?? need("BERTH_URL")),
    botToken: need("SLACK_BOT_TOKEN"),
    appToken,
    signingSecret,
    apiUrl: env["SLACK_API_URL"] ?? "https://slack.com/api/",
    secret,
    file: env["SLACK_STATE_FILE"] ?? ".berth-slack/journal",
    host: env["HOST"] ?? "127.0.0.1",
    port,
    zone,
    owner: env["SLACK_OWNER"] ?? null,
    subscribe: env["SLACK_SUBSCRIBE"] ?? null,
  };
}

function readToken(file: string): string {
  try {
    return readFileSync(file, "utf8").trim();
  } catch {
    throw new BadConfig(`BERTH_TOKEN_FILE names ${file}, which cannot be read.`);
  }
}

function addressOf(name: string, given: string): string {
  if (!/^https?:$/.test(readUrl(given)?.protocol ?? ""))
    throw new BadConfig(`${name} is no address: ${given}.`);
  return given.replace(/\/+$/, "");
}
