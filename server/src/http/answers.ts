import { LRUCache } from "lru-cache";
import { metrics } from "../platform/metrics.ts";
import { sharedRead } from "./shared-read.ts";

/** The body of an answer without errors. */
export type SharedAnswer = string | Buffer;

// The public market is the same for everybody who may read it, and changes only when a poll changes
// it. So an answer about it is made once for each (document, variables) and revision of the market,
// and its bytes are sent to all who ask.
//
// It must never be older than the market's last change, also when another process made that change.
// So each request asks the database for the revision, in a read that began after the request
// arrived. Requests that arrive while a read is under way share the next one: under load one tiny
// query serves many.
//
// What was never asked before cannot lie ready, so whoever asks makes the answer at once, without a look at
// the revision and with nothing kept: somebody who asks a thousand things once would drive out what everybody asks.

const KEPT_BYTES = 64 * 1024 * 1024;

export class SharedAnswers {
  readonly #answers: LRUCache<string, { revision: string; answer: SharedAnswer }>;
  readonly #asked = new Asked();
  readonly #making = new Map<string, Promise<SharedAnswer | null>>();
  readonly #revision: () => Promise<string>;

  constructor(readRevision: () => Promise<string>, keptBytes = KEPT_BYTES) {
    this.#revision = sharedRead(readRevision);
    this.#answers = new LRUCache({
      maxSize: keptBytes,
      sizeCalculation: ({ answer }, key) => answer.length + key.length + 200,
    });
  }

  /**
   * `make` gives null for an answer that is not worth keeping: one with errors. Null for what is not shared: that
   * one, and what nobody asked before.
   */
  async get(key: string, make: () => Promise<SharedAnswer | null>): Promise<SharedAnswer | null> {
    let known = this.#answers.get(key);
    if (!known && !this.#asked.again(key)) {
      metrics.sharedAnswers.inc({ found: "no" });
      return null;
    }
    const revision = await this.#revision();
    // Somebody else may have made it meanwhile.
    if (known?.revision !== revision) known = this.#answers.get(key);
    if (known?.revision === revision) {
      metrics.sharedAnswers.inc({ found: "yes" });
      return known.answer;
    }
    metrics.sharedAnswers.inc({ found: "no" });
    const job = `${revision} ${key}`;
    let making = this.#making.get(job);
    if (!making) {
      making = make().finally(() => this.#making.delete(job));
      this.#making.set(job, making);
    }
    const answer = await making;
    if (answer) this.#answers.set(key, { revision, answer });
    return answer;
  }
}

const PLACES = 1 << 16;

/**
 * The questions of late, without their answers: each leaves a number in one of so many places, where another takes its
 * turn. Two of the same number pass for one; then an answer is kept for nothing.
 */
class Asked {
  readonly #numbers = new Uint32Array(PLACES);

  again(question: string): boolean {
    let number = 0x811c9dc5;
    for (let at = 0; at < question.length; at++)
      number = Math.imul(number ^ question.charCodeAt(at), 0x01000193) >>> 0;
    const place = number % PLACES;
    const again = this.#numbers[place] === number;
    this.#numbers[place] = number;
    return again;
  }
}
