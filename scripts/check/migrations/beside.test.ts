import { expect, test } from "vitest";
import { dangersOf } from "./beside.ts";

test.each([
  'CREATE TABLE "a" ("id" text NOT NULL);--> statement-breakpoint\nALTER TABLE "a" ADD CONSTRAINT "b" CHECK (id <> \'\')',
  'ALTER TABLE "a" ADD COLUMN "b" text',
  'ALTER TABLE "a" ADD COLUMN "b" integer DEFAULT 0 NOT NULL',
  'ALTER TABLE "a" ALTER COLUMN "b" DROP NOT NULL',
  'CREATE INDEX "i" ON "a" USING btree ("b")',
  "create function f() returns void language plpgsql as $$ begin drop table if exists a; end $$",
  "-- It drops a column that nobody reads.\n-- Older servers: none of them ever read it.\nALTER TABLE a DROP COLUMN b",
])("a migration may say: %s", (migration) => {
  expect(dangersOf(migration)).toEqual([]);
});

test.each([
  ['ALTER TABLE "a" DROP COLUMN "b"', "takes a column away"],
  ['ALTER TABLE "public"."a" RENAME COLUMN "b" TO "c"', "renames"],
  ["alter table if exists a rename to b", "renames"],
  ['ALTER TABLE "a" ALTER COLUMN "b" SET DATA TYPE bigint', "makes a column another type"],
  ['ALTER TABLE "a" ALTER COLUMN "b" SET NOT NULL', "demands a value of an old column"],
  ['ALTER TABLE "a" ADD COLUMN "b" text NOT NULL', "demands a value of a new column"],
  ['ALTER TABLE "a" ADD CONSTRAINT "b" CHECK (c > 0)', "demands more of every row"],
  ['CREATE UNIQUE INDEX "i" ON "a" USING btree ("b")', "demands more of every row"],
  ['ALTER TABLE "a" DROP CONSTRAINT "a_pkey"', "takes away what ON CONFLICT may name"],
  ['DROP INDEX "i"', "takes away what ON CONFLICT may name"],
  ["-- Older servers:\nDROP TABLE a", "takes away"],
])("an older server may miss what this does: %s", (migration, what) => {
  expect(dangersOf(migration)).toEqual([expect.stringMatching(`^${what}: `)]);
});
