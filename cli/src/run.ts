import { styleText } from "node:util";
import { Berth, type TypedDocumentString, type VariablesOf, WhoAmIDocument } from "@berth/client-sdk";
import { Ended } from "./ended.ts";
import { findToken, readServer, readSettings, readZone, type Settings, type Token } from "./kept/settings.ts";
import { readInstant } from "./terminal/instant.ts";
import { confirm } from "./terminal/questions.ts";
import { formatUsd } from "@berth/client-sdk/money";
import { bothTimes, localTime } from "./terminal/time.ts";

export const VERSION = "0.1.0";

/** What every command takes. */
export interface CommonOptions {
  json?: boolean;
  yes?: boolean;
  server?: string;
  timeZone?: string;
}

/** Every JSON that is printed says which shape it has. It changes only when a field is taken away. */
const SHAPE = 1;

/** One run of the program: who asks, where, and how the answer is shown. */
export class Run {
  readonly env: NodeJS.ProcessEnv;
  readonly settings: Settings;
  readonly json: boolean;
  readonly yes: boolean;
  readonly signal: AbortSignal;
  #token: Token | undefined;
  #berth: Berth | undefined;

  constructor(env: NodeJS.ProcessEnv, options: CommonOptions, signal: AbortSignal) {
    this.env = env;
    this.settings = readSettings(env);
    if (options.server) this.settings.server = readServer(options.server);
    if (options.timeZone) this.settings.timeZone = readZone(options.timeZone);
    this.json = options.json ?? false;
    this.yes = options.yes ?? false;
    this.signal = signal;
  }

  get token(): Token {
    this.#token ??= findToken(this.env) ?? undefined;
    if (!this.#token)
      throw new Ended(
        "access",
        "Nobody is signed in here. Make a key in the console under Settings, Keys, then run `berth login`.",
        { code: "UNAUTHENTICATED" },
      );
    return this.#token;
  }

  get berth(): Berth {
    this.#berth ??= this.connect(this.token.value);
    return this.#berth;
  }

  connect(token: string): Berth {
    return new Berth({
      url: this.settings.server,
      token,
      patienceMs: Number(this.env["BERTH_PATIENCE_SECONDS"] || 20) * 1000,
      headers: { "user-agent": `berth-cli/${VERSION}` },
    });
  }

  ask<Data, Variables>(
    document: TypedDocumentString<Data, Variables>,
    variables: VariablesOf<Variables>,
  ): Promise<Data> {
    return this.berth.ask(document, variables, { signal: this.signal });
  }

  /** The hour at Berth, as far as it has told: what is due is due by its clock. */
  get hour(): Date {
    return this.#berth?.now ?? new Date();
  }

  /** The same, asked for if nothing has told it yet. */
  async now(): Promise<Date> {
    if (!this.berth.now) await this.ask(WhoAmIDocument, {});
    return this.hour;
  }

  /** As it was typed; only what is counted from now on needs to know when that is. */
  async instant(text: string): Promise<string> {
    return readInstant(text, this.settings.timeZone, text.startsWith("+") ? await this.now() : this.hour);
  }

  get width(): number {
    return process.stdout.isTTY ? process.stdout.columns || 80 : Number(this.env["COLUMNS"]) || 120;
  }

  /** Whether somebody sits there who can be asked. */
  get canAsk(): boolean {
    return process.stdin.isTTY && process.stderr.isTTY && !this.json;
  }

  /** Text for a person, or the same as JSON for a program. */
  print(text: string | (() => string), value: object): void {
    if (this.json) process.stdout.write(`${JSON.stringify({ shape: SHAPE, ...value })}\n`);
    else process.stdout.write(`${typeof text === "string" ? text : text()}\n`);
  }

  /** For a person, beside the answer. */
  note(text: string): void {
    if (!this.json) process.stderr.write(`${text}\n`);
  }

  /** Asked unless --yes was said; where nobody can be asked, nothing is done. */
  async confirm(question: string): Promise<void> {
    if (this.yes) return;
    if (!this.canAsk)
      throw new Ended(
        "usage",
        "Nobody can be asked here: say --yes to go ahead, or --dry-run to look only.",
        {
          code: "CONFIRMATION_NEEDED",
        },
      );
    if (!(await confirm(question, this.signal))) throw new Ended("declined", "Nothing was done.");
  }

  both(iso: string): string {
    return bothTimes(iso, this.settings.timeZone);
  }

  local(iso: string): string {
    return localTime(iso, this.settings.timeZone);
  }

  /** Colour where it is seen: not in a pipe, nor where NO_COLOR asks for none. */
  paint(style: Parameters<typeof styleText>[0], text: string): string {
    return styleText(style, text, { stream: process.stdout });
  }

  usd(amount: string): string {
    return formatUsd(amount);
  }

  async close(): Promise<void> {
    await this.#berth?.close();
  }
}
