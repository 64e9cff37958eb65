import { LRUCache } from "lru-cache";
import { metrics } from "../platform/metrics.ts";
import { sharedRead } from "./shared-read.ts";

export interface SharedAnswer {
  status: number;
  headers: readonly (readonly [string, string])[];
  body: Buffer;
}

// The public market is the same for everybody who may read it, and changes only when a poll changes
// it. So an answer about it is made once for each (document, variables) and revision of the market,
// and its bytes are sent to all who ask.
//
// It must never be older than the market's last change, also when another process made that change.
// So each request asks the database for the revision, in a read that began after the request
// arrived. Requests that arrive while a read is under way share the next one: under load one tiny
// query serves many.

const KEPT_BYTES = 64 * 1024 * 1024;
/** So many questions that were asked once are remembered, without their answers. */
const ASKED_ONCE = 20_000;

export class SharedAnswers {
  readonly #most: number;
  readonly #answers: LRUCache<string, { revision: string; answer: SharedAnswer }>;
  readonly #askedOnce = new LRUCache<string, true>({ max: ASKED_ONCE });
  readonly #making = new Map<string, Promise<SharedAnswer | null>>();
  readonly #revision: () => Promise<string>;

  constructor(readRevision: () => Promise<string>, keptBytes = KEPT_BYTES) {
    this.#revision = sharedRead(readRevision);
    this.#most = keptBytes;
    this.#answers = new LRUCache({
      maxSize: keptBytes,
      sizeCalculation: ({ answer }, key) => answer.body.length + key.length + 200,
    });
  }

  /** `make` gives null for an answer that is not worth keeping: one with errors. */
  async get(key: string, make: () => Promise<SharedAnswer | null>): Promise<SharedAnswer | null> {
    const revision = await this.#revision();
    const known = this.#answers.get(key);
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
    if (answer && this.#isWorthKeeping(key)) this.#answers.set(key, { revision, answer });
    return answer;
  }

  // Somebody who asks a thousand things once would drive out what everybody asks. So once half of
  // the room is taken, an answer is kept when its question comes the second time.
  #isWorthKeeping(key: string): boolean {
    if (this.#answers.calculatedSize < this.#most / 2 || this.#answers.has(key)) return true;
    if (this.#askedOnce.delete(key)) return true;
    this.#askedOnce.set(key, true);
    return false;
  }
}
