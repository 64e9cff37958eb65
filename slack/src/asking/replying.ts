import { readUrl } from "../rules/address.ts";
import type { Log } from "../log.ts";
import { type Saying, sentence } from "../rules/words.ts";

// An answer that comes later is left where Slack said it may be: five times within half an hour, and only there.

const TRIES = 3;

export class Replies {
  readonly #log: Log;
  readonly #hosts: ReadonlySet<string>;

  constructor(apiUrl: string, log: Log) {
    this.#log = log;
    this.#hosts = new Set(["hooks.slack.com", new URL(apiUrl).host]);
  }

  /** In place of what stood there. */
  replace(url: string, saying: Saying): Promise<void> {
    return this.#leave(url, { ...saying, replace_original: true, response_type: "ephemeral" });
  }

  /** Beside it, for this person only. */
  add(url: string, saying: Saying): Promise<void> {
    return this.#leave(url, { ...saying, replace_original: false, response_type: "ephemeral" });
  }

  say(url: string, words: string): Promise<void> {
    return this.replace(url, sentence(words));
  }

  async #leave(url: string, body: object): Promise<void> {
    // Nobody has this program ask an address of theirs.
    if (!this.#hosts.has(readUrl(url)?.host ?? "")) {
      this.#log.warn("an answer was to be left where Slack has no place for it");
      return;
    }
    for (let tried = 1; ; tried++) {
      const response = await fetch(url, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify(body),
        redirect: "error",
        signal: AbortSignal.timeout(5_000),
      }).catch(() => null);
      const status = response?.status ?? 0;
      await response?.body?.cancel();
      if (response?.ok) return;
      if (tried >= TRIES || (status >= 400 && status < 500 && status !== 429)) {
        this.#log.warn("an answer could not be left", { status });
        return;
      }
      await new Promise((resolve) => setTimeout(resolve, 500 * tried));
    }
  }
}
