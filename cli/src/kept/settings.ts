import { join } from "node:path";
import { isUsd, micros } from "@berth/client-sdk/money";
import { Ended } from "../ended.ts";
import { configFolder } from "./folders.ts";
import { readIfThere, readSecret, writePrivately } from "./private-file.ts";

export interface Settings {
  server: string;
  timeZone: string;
  diskGb: number;
  hours: number;
  image: string | null;
  consumer: string | null;
  publicKeyFile: string | null;
}

type Name = keyof Settings;

interface Setting {
  name: Name;
  /** As it is written on the command line. */
  word: string;
  says: string;
  read: (text: string) => string | number | null;
}

export const settingsThere: readonly Setting[] = [
  { name: "server", word: "server", says: "where Berth is found", read: readServer },
  { name: "timeZone", word: "time-zone", says: "of the times shown, such as Europe/Berlin", read: readZone },
  { name: "hours", word: "hours", says: "how long a session is started for, 1 to 12", read: whole(1, 12) },
  {
    name: "diskGb",
    word: "disk",
    says: "gigabytes of disk, for prices and sessions",
    read: whole(1, 16_384),
  },
  { name: "image", word: "image", says: "what a machine runs", read: (text) => text },
  { name: "consumer", word: "consumer", says: "whom costs are put down to", read: (text) => text },
  { name: "publicKeyFile", word: "public-key", says: "the public key that is let in", read: (text) => text },
];

function usual(): Settings {
  return {
    server: "http://localhost:3000",
    timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone,
    diskGb: 50,
    hours: 1,
    image: null,
    consumer: null,
    publicKeyFile: null,
  };
}

const settingsFile = (env: NodeJS.ProcessEnv) => join(configFolder(env), "config.json");
const tokenFile = (env: NodeJS.ProcessEnv) => join(configFolder(env), "token");

/** What was set, over what is usual; BERTH_URL and TZ go before both. */
export function readSettings(env: NodeJS.ProcessEnv): Settings {
  const settings = { ...usual(), ...readSet(env) };
  if (env["BERTH_URL"]) settings.server = readServer(env["BERTH_URL"]);
  return settings;
}

function readSet(env: NodeJS.ProcessEnv): Partial<Settings> {
  const text = readIfThere(settingsFile(env));
  if (text === null) return {};
  try {
    return JSON.parse(text) as Partial<Settings>;
  } catch {
    throw new Ended("usage", `${settingsFile(env)} is not JSON. Mend it, or remove it.`, { code: "CONFIG" });
  }
}

/** An empty value sets it back to what is usual. */
export function setSetting(env: NodeJS.ProcessEnv, word: string, text: string): void {
  const setting = settingsThere.find((one) => one.word === word);
  if (!setting)
    throw new Ended(
      "usage",
      `There is no setting “${word}”. There are: ${settingsThere.map((one) => one.word).join(", ")}.`,
    );
  const set: Record<string, unknown> = { ...readSet(env) };
  if (text === "") delete set[setting.name];
  else set[setting.name] = setting.read(text);
  writePrivately(settingsFile(env), `${JSON.stringify(set, null, 2)}\n`);
}

export interface Token {
  value: string;
  from: string;
}

/** From the environment, or a file that nobody else may read. Never from the command line, which others can see. */
export function findToken(env: NodeJS.ProcessEnv): Token | null {
  if (env["BERTH_TOKEN"]) return { value: env["BERTH_TOKEN"].trim(), from: "BERTH_TOKEN" };
  const named = env["BERTH_TOKEN_FILE"];
  const value = readSecret(named || tokenFile(env));
  if (value === null && named) throw new Ended("usage", `BERTH_TOKEN_FILE is ${named}, which is not there.`);
  return value ? { value, from: named || tokenFile(env) } : null;
}

export function keepToken(env: NodeJS.ProcessEnv, token: string): string {
  writePrivately(tokenFile(env), `${token}\n`);
  return tokenFile(env);
}

export function readServer(text: string): string {
  const address = /^https?:\/\//.test(text) ? text : `https://${text}`;
  if (!URL.canParse(address))
    throw new Ended("usage", `“${text}” is no address. One looks like https://berth.example.`);
  return new URL(address).href.replace(/\/+$/, "");
}

export function readZone(text: string): string {
  try {
    return new Intl.DateTimeFormat("en", { timeZone: text }).resolvedOptions().timeZone;
  } catch {
    throw new Ended("usage", `“${text}” is no time zone. One looks like Europe/Berlin.`);
  }
}

/** Dollars, also with their sign. */
export function amount(text: string): string {
  const dollars = text.replace(/^\$/, "");
  if (!isUsd(dollars) || micros(dollars) <= 0n)
    throw new Ended("usage", `“${text}” is no amount of dollars. One looks like 140 or 2.50.`);
  return dollars;
}

export function whole(least: number, most: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (!Number.isInteger(value) || value < least || value > most)
      throw new Ended("usage", `“${text}” is no whole number from ${least} to ${most}.`);
    return value;
  };
}
