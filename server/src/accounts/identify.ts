import { LRUCache } from "lru-cache";
import type { Platform } from "../platform/context.ts";
import type { Sql } from "../platform/db/database.ts";
import { type Actor, type Key, NOBODY, type Person, type Credentials } from "../values/actor.ts";
import type { Auth } from "./auth.ts";
import { hashOf, isKeySecret, sameHash } from "./key-secret.ts";
import { findKey, findPerson, type Found, noteSeen } from "./store/identities.ts";

// Who asks. The answer for a credential is kept for a few seconds, under the credential's hash, and
// dropped at once when an event says that it has changed. A look at the database that such an event
// overtook may have seen what was before it, so it is looked again.

const KEPT_MS = 10_000;
const KEPT_MOST = 50_000;
const SEEN_EVERY_MS = 60_000;

type Find = () => Promise<Found<Person | Key> | undefined>;

interface Known {
  actor: Promise<Person | Key | null>;
  settled: Person | Key | null | undefined;
  untilMs: number;
}

export interface Identify {
  /** Throws the driver's error while the database is away: that is not the same as nobody. */
  identify(credentials: Credentials): Promise<Actor>;
  /** Drops what is known of those whose access was changed. */
  forget(changed: (actor: Actor) => boolean): void;
}

export function makeIdentify(options: {
  platform: Pick<Platform, "clock" | "log">;
  sql: Sql;
  auth: Auth;
  /** The addresses of those who run this Berth, in lower case. */
  operators?: ReadonlySet<string>;
}): Identify {
  const { sql, auth, operators = new Set() } = options;
  const { clock, log } = options.platform;
  const known = new LRUCache<string, Known>({ max: KEPT_MOST });
  let changes = 0;

  async function lookUp(find: Find): Promise<Person | Key | null> {
    const changesBefore = changes;
    const found = await find();
    if (changes !== changesBefore) return lookUp(find);
    if (!found) return null;
    const now = clock.now();
    if (isOver(found.actor, now)) return null;
    const before = new Date(now.getTime() - SEEN_EVERY_MS);
    if (!found.seenAt || found.seenAt < before) {
      // Nobody waits for this, and what it misses the next request writes.
      noteSeen(sql, found.actor, now, before).catch((error: unknown) =>
        log.debug({ err: error }, "could not note that somebody was here"),
      );
    }
    return found.actor;
  }

  /** What is not even of the right shape is nobody's, and is neither looked up nor kept. */
  function ask(
    credential: string,
    find: Find,
    isShaped: () => boolean = () => true,
  ): Promise<Person | Key | null> | null {
    const name = hashOf(credential);
    const nowMs = clock.elapsedMs();
    const kept = known.get(name);
    if (kept && kept.untilMs > nowMs) return kept.actor;
    if (!isShaped()) return null;
    const entry: Known = { actor: lookUp(find), settled: undefined, untilMs: nowMs + KEPT_MS };
    known.set(name, entry);
    entry.actor.then(
      (actor) => {
        entry.settled = actor;
      },
      () => {
        if (known.peek(name) === entry) known.delete(name);
      },
    );
    return entry.actor;
  }

  async function findBySignIn(cookie: string): Promise<Found<Person> | undefined> {
    const token = await auth.readToken(new Headers({ cookie }));
    return token ? findPerson(sql, hashOf(token), operators) : undefined;
  }

  return {
    async identify({ authorization, cookie }) {
      let found: Person | Key | null = null;
      if (authorization !== undefined) {
        const secret = bearerOf(authorization);
        if (secret !== null) {
          const find = () => findKeyByHash(sql, hashOf(secret));
          found = await ask(secret, find, () => isKeySecret(secret));
        }
      } else if (cookie) {
        // Known by the whole header, so that a cookie's signature is checked once in a while and not
        // with each request.
        found = await ask(`cookie ${cookie}`, () => findBySignIn(cookie));
      }
      return found && (found.expiresAt === null || !isOver(found, clock.now())) ? found : NOBODY;
    },
    forget(changed) {
      changes += 1;
      for (const [name, { settled }] of known.entries()) {
        if (settled && changed(settled)) known.delete(name);
      }
    },
  };
}

/** The words of HTTP are written in any case, and mostly in this one. */
function bearerOf(authorization: string): string | null {
  if (!authorization.startsWith("Bearer ") && !/^bearer /i.test(authorization)) return null;
  const end = authorization.indexOf(" ", 7);
  return authorization.slice(7, end < 0 ? undefined : end);
}

/** The live key that this is, if it is one. */
export async function findKeyBySecret(sql: Sql, secret: string): Promise<Key | null> {
  if (!isKeySecret(secret)) return null;
  return (await findKeyByHash(sql, hashOf(secret)))?.actor ?? null;
}

async function findKeyByHash(sql: Sql, hash: string): Promise<Found<Key> | undefined> {
  const found = await findKey(sql, hash);
  return found && sameHash(found.hash, hash) ? found : undefined;
}

function isOver({ expiresAt }: Person | Key, now: Date): boolean {
  return expiresAt !== null && expiresAt <= now;
}
