import { and, eq, gte, inArray, or, sql } from "drizzle-orm";
import { alias, PgDialect } from "drizzle-orm/pg-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { makeWorld, type World } from "../../testing/world.ts";
import { inTransaction } from "../context.ts";
import { loops } from "../loops/tables.ts";
import { compile, insertWhole, readWhole, runPrepared, wholeOf } from "./prepared.ts";

let world: World;
beforeAll(async () => {
  // One connection, so that what it has prepared can be asked of it.
  world = await makeWorld({ pool: 1 });
});
afterAll(() => world?.close());

async function preparedTexts(mark: string): Promise<string[]> {
  const rows = await world.database.sql<{ statement: string }[]>`
    select statement from pg_prepared_statements where statement like ${`%${mark}%`} and statement not like '%pg_prepared%'`;
  return rows.map(({ statement }) => statement);
}

test("a statement that comes again and again is prepared, whatever its values; one that comes once is not", async () => {
  for (let time = 1; time <= 10; time++) {
    const rows = await runPrepared(world.platform.db, sql`select ${time}::int + 1 as often`);
    expect([...rows]).toEqual([[time + 1]]);
  }
  await runPrepared(world.platform.db, sql`select ${1}::int as seldom`);
  expect(await preparedTexts("as often")).toEqual(["select $1::int + 1 as often"]);
  expect(await preparedTexts("as seldom")).toEqual([]);
});

test("in a transaction it is prepared as well, and is undone with the transaction", async () => {
  for (let time = 1; time <= 7; time++) {
    const undone = inTransaction(world.ctx(), async (ctx) => {
      await runPrepared(ctx.db, sql`update market_revision set revision = ${String(time)}::bigint`);
      throw new Error("thought better of it");
    });
    await expect(undone).rejects.toThrow("thought better of it");
  }
  expect(await preparedTexts("update market_revision set revision = $1")).toHaveLength(1);
  const [row] = await world.database.sql`select revision from market_revision`;
  expect(row).toEqual({ revision: "0" });
});

test("a connection never has more than a hundred of them, however many kinds come again and again", async () => {
  for (let kind = 0; kind < 200; kind++) {
    const statement = sql`select ${kind}::int as ${sql.raw(`kind_${kind}`)}`;
    for (let time = 0; time < 6; time++) await runPrepared(world.platform.db, statement);
  }
  const prepared = await preparedTexts("as kind_");
  expect(prepared.length).toBeGreaterThan(50);
  expect(prepared.length).toBeLessThanOrEqual(100);
});

test("what the builder asks again and again is prepared, in a transaction too, and means what it meant", async () => {
  const { db } = world.platform;
  for (let time = 1; time <= 25; time++) {
    await db.execute(sql`select ${time}::int as built_often`);
    await inTransaction(world.ctx(), async (ctx) => {
      expect([...(await ctx.db.execute(sql`select ${time}::int + 1 as built_within`))]).toEqual([
        { built_within: time + 1 },
      ]);
    });
  }
  expect(await preparedTexts("built_often")).toHaveLength(1);
  expect(await preparedTexts("built_within")).toHaveLength(1);
});

test("in a transaction it sees what the transaction wrote", async () => {
  await inTransaction(world.ctx(), async (ctx) => {
    await ctx.db.execute(sql`update market_revision set revision = 4711`);
    const rows = await runPrepared(ctx.db, sql`select revision from market_revision`);
    expect([...rows]).toEqual([["4711"]]);
  });
});

test("a whole row is read as it was written", async () => {
  const { db } = world.database;
  const row = {
    name: "written whole",
    nextAt: new Date(1_000),
    fence: 2n ** 60n,
    owner: null,
    leasedUntil: new Date(2_000),
    lastSuccessAt: null,
    needsEdition: 1,
  };
  await insertWhole(db, loops, row);
  expect(await db.select().from(loops).where(eq(loops.name, row.name))).toEqual([row]);
  const written = sql`select ${wholeOf(loops)} from loops where name = ${row.name}`;
  expect((await runPrepared(db, written)).map((values) => readWhole(loops, values))).toEqual([row]);
});

test("what is put together here is what the builder would have made", () => {
  const { db } = world.database;
  const value = { name: "one", nextAt: new Date(0), fence: 7n, owner: null };
  const statements = [
    sql`select ${1}, ${"two"}, ${null}, ${true} from ${sql.identifier("some table")}`,
    sql`with one as (${sql`select ${"in it"}`}) ${sql.join([sql`, ${"a"}`, sql`, ${"b"}`])} ${undefined} where x = ${"last"}`,
    db.insert(loops).values(value).getSQL(),
    sql`where ${and(eq(loops.name, "one"), or(gte(alias(loops, "other").fence, 7n), inArray(loops.owner, ["a", "b"])))}`,
    sql`select ${loops.name} from ${loops} where ${loops.name} in ${["a", "b"]}`,
    // These have pieces of the builder's own.
    db.select().from(loops).where(eq(loops.name, "one")).getSQL(),
    db
      .insert(loops)
      .values({ ...value, nextAt: sql`now()`, name: "two" })
      .getSQL(),
  ];
  for (const statement of statements) {
    const { sql: text, params } = new PgDialect().sqlToQuery(statement);
    expect(compile(statement)).toMatchObject({ sql: text, params });
  }
});
