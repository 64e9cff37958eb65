import { AsyncLocalStorage } from "node:async_hooks";
import type { DBAdapter, DBAdapterInstance, DBTransactionAdapter, Where } from "better-auth";
import { drizzleAdapter } from "better-auth/adapters/drizzle";
import type { PostgresJsDatabase } from "drizzle-orm/postgres-js";
import type { Db } from "../../platform/db/database.ts";
import { isUnavailable } from "../../platform/db/errors.ts";
import { hashOf } from "../key-secret.ts";
import { credentials, signIns, users, verifications } from "./tables.ts";

// The library's way to our tables. It is drizzle's own adapter with three things around it:
// a sign-in's token is stored as its SHA-256 and never as itself; what our hooks write joins the
// transaction that the library is in; and that the database was away is remembered, because the
// library turns every such error into one of its own.

const schema = { user: users, session: signIns, account: credentials, verification: verifications };

interface Passage {
  /** The transaction that the library is in. */
  db?: Db;
  unavailable: boolean;
}

export class AuthStore {
  readonly #db: PostgresJsDatabase;
  readonly #passages = new AsyncLocalStorage<Passage>();

  constructor(db: PostgresJsDatabase) {
    this.#db = db;
  }

  get db(): Db {
    return this.#passages.getStore()?.db ?? this.#db;
  }

  /** Lets the library work, and says whether it found the database away. */
  async watch<T>(work: () => Promise<T>): Promise<{ result: T; unavailable: boolean }> {
    const passage: Passage = { unavailable: false };
    const result = await this.#passages.run(passage, work);
    return { result, unavailable: passage.unavailable };
  }

  readonly adapter: DBAdapterInstance = (options) => {
    const over = (db: Db): DBTransactionAdapter => {
      const { transaction: _, ...inner } = drizzleAdapter(db, { provider: "pg", schema })(options);
      return this.#noticing(hashingTokens(inner));
    };
    const inTransaction: DBAdapter["transaction"] = (work) =>
      this.#db.transaction((tx) => {
        const outer = this.#passages.getStore();
        const passage: Passage = { db: tx, unavailable: false };
        return this.#passages
          .run(passage, () => work(over(tx)))
          .finally(() => {
            if (outer) outer.unavailable ||= passage.unavailable;
          });
      });
    return { ...over(this.#db), transaction: (work) => this.#notice(inTransaction(work)) };
  };

  #noticing(inner: DBTransactionAdapter): DBTransactionAdapter {
    return {
      ...inner,
      create: (asked) => this.#notice(inner.create(asked)),
      findOne: (asked) => this.#notice(inner.findOne(asked)),
      findMany: (asked) => this.#notice(inner.findMany(asked)),
      count: (asked) => this.#notice(inner.count(asked)),
      update: (asked) => this.#notice(inner.update(asked)),
      updateMany: (asked) => this.#notice(inner.updateMany(asked)),
      delete: (asked) => this.#notice(inner.delete(asked)),
      deleteMany: (asked) => this.#notice(inner.deleteMany(asked)),
      consumeOne: (asked) => this.#notice(inner.consumeOne(asked)),
      incrementOne: (asked) => this.#notice(inner.incrementOne(asked)),
    };
  }

  async #notice<T>(query: Promise<T>): Promise<T> {
    try {
      return await query;
    } catch (error) {
      const passage = this.#passages.getStore();
      if (passage && isUnavailable(error)) passage.unavailable = true;
      throw error;
    }
  }
}

/** The library asks with a token and is answered with it; in between there is only its hash. */
function hashingTokens(inner: DBTransactionAdapter): DBTransactionAdapter {
  return {
    ...inner,
    async create<T extends Record<string, unknown>, R = T>(
      asked: Parameters<typeof inner.create<T, R>>[0],
    ): Promise<R> {
      if (asked.model !== "session") return inner.create<T, R>(asked);
      const token = String((asked.data as { token?: unknown }).token);
      const row = await inner.create<T, R>({ ...asked, data: { ...asked.data, token: hashOf(token) } });
      return { ...row, token };
    },
    async findOne(asked) {
      return withToken(await inner.findOne({ ...asked, where: hashed(asked.model, asked.where) }), asked);
    },
    findMany: (asked) => inner.findMany({ ...asked, where: asked.where && hashed(asked.model, asked.where) }),
    count: (asked) => inner.count({ ...asked, where: asked.where && hashed(asked.model, asked.where) }),
    async update(asked) {
      return withToken(await inner.update({ ...asked, where: hashed(asked.model, asked.where) }), asked);
    },
    updateMany: (asked) => inner.updateMany({ ...asked, where: hashed(asked.model, asked.where) }),
    delete: (asked) => inner.delete({ ...asked, where: hashed(asked.model, asked.where) }),
    deleteMany: (asked) => inner.deleteMany({ ...asked, where: hashed(asked.model, asked.where) }),
  };
}

const isToken = (where: Where): boolean => where.field === "token";

function hashed(model: string, where: Where[]): Where[] {
  if (model !== "session") return where;
  return where.map((one) => {
    if (!isToken(one)) return one;
    return {
      ...one,
      value: Array.isArray(one.value)
        ? one.value.map((value) => hashOf(String(value)))
        : hashOf(String(one.value)),
    };
  });
}

function withToken<T>(row: T, asked: { model: string; where: Where[] }): T {
  const token = asked.model === "session" ? asked.where.find(isToken)?.value : undefined;
  return row && typeof token === "string" ? { ...row, token } : row;
}
