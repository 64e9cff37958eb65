import {
  Column,
  getTableColumns,
  getTableName,
  Name,
  Param,
  SQL,
  type SQLChunk,
  StringChunk,
  Table,
} from "drizzle-orm";
import { type PgColumn, PgDialect, type PgTable } from "drizzle-orm/pg-core";
import { LRUCache } from "lru-cache";
import type { Db, Sql } from "./database.ts";

// A statement that the database has prepared takes one journey instead of two, and is neither parsed nor
// planned anew. The builder's own way never prepares. A connection keeps what it prepared for as long
// as it lives, and what can be searched for makes statements without number: so only those that come
// again and again are prepared, and only so many. What is written for a hot path comes first; what the
// builder makes is waited for longer, and has shelves of its own, so that it is in nobody's way.

const dialect = new PgDialect();
class Shelf {
  readonly #asked = new LRUCache<string, number>({ max: 1_000 });
  readonly #hot = new Set<string>();
  readonly #often: number;
  readonly #most: number;

  constructor(often: number, most: number) {
    this.#often = often;
    this.#most = most;
  }

  has(text: string): boolean {
    if (this.#hot.has(text)) return true;
    const times = (this.#asked.get(text) ?? 0) + 1;
    this.#asked.set(text, times);
    if (times < this.#often || this.#hot.size >= this.#most) return false;
    this.#hot.add(text);
    this.#asked.delete(text);
    return true;
  }
}

/** Of one database, since it is its connections that keep what is on them. */
class Shelves {
  readonly written = new Shelf(5, 100);
  readonly built = new Shelf(20, 150);
}
const known = new WeakMap<object, Shelves>();

function shelvesOf(client: object): Shelves {
  const shelves = known.get(client) ?? new Shelves();
  known.set(client, shelves);
  return shelves;
}

/**
 * Runs a statement of a hot path. A row is a list of values in the order of their columns: to give each
 * forty names takes thirty times as long. Large numbers and instants are text, as the driver reads them.
 */
export async function runPrepared<Row extends readonly unknown[]>(
  db: Db,
  statement: SQL,
): Promise<readonly Row[]> {
  return (await ask(db, statement).values()) as unknown as Row[];
}

/** As `runPrepared`, where a row or two of a few columns come: each with the names of its columns. */
export async function runPreparedByName<Row extends object>(db: Db, statement: SQL): Promise<readonly Row[]> {
  return (await ask(db, statement)) as unknown as Row[];
}

/** Writes a row with every one of its columns. */
export async function insertWhole<T extends PgTable>(
  db: Db,
  table: T,
  row: T["$inferSelect"],
): Promise<void> {
  await runPrepared(db, wholeRow(table, row));
}

/** The same as a piece of a statement. What the builder would find out of each row anew is known of the table. */
export function wholeRow<T extends PgTable>(table: T, row: T["$inferSelect"]): SQL {
  const { insertion, columns } = shapeOf(table);
  const chunks: (SQLChunk | null)[] = [insertion];
  for (const [at, [name, column]] of columns.entries()) {
    const value = (row as Record<string, unknown>)[name];
    if (at > 0) chunks.push(COMMA);
    chunks.push(value === null || value === undefined ? null : (column.mapToDriverValue(value) as SQLChunk));
  }
  chunks.push(CLOSED);
  return new SQL(chunks as SQLChunk[]);
}

const COMMA = new StringChunk(", ");
const CLOSED = new StringChunk(")");

/** Every column of a table, for a statement whose rows `readWhole` reads. */
export function wholeOf(table: PgTable): SQL {
  return new SQL([shapeOf(table).named]);
}

/** A row as the builder would read it, of values that begin with every column of its table. */
export function readWhole<T extends PgTable>(table: T, values: readonly unknown[]): T["$inferSelect"] {
  const row: Record<string, unknown> = {};
  for (const [at, [name, column]] of shapeOf(table).columns.entries())
    row[name] = values[at] === null ? null : column.mapFromDriverValue(values[at]);
  return row;
}

interface Shape {
  /** How a statement begins that writes a row. */
  insertion: StringChunk;
  /** The columns as one that reads rows names them. */
  named: StringChunk;
  columns: [name: string, column: PgColumn][];
}
const shapes = new WeakMap<PgTable, Shape>();

function shapeOf(table: PgTable): Shape {
  const known = shapes.get(table);
  if (known) return known;
  const columns = Object.entries(getTableColumns(table)) as Shape["columns"];
  const into = dialect.escapeName(getTableName(table));
  const names = columns.map(([, { name }]) => dialect.escapeName(name));
  const shape = {
    insertion: new StringChunk(`insert into ${into} (${names.join(", ")}) values (`),
    named: new StringChunk(names.map((name) => `${into}.${name}`).join(", ")),
    columns,
  };
  shapes.set(table, shape);
  return shape;
}

function ask(db: Db, statement: SQL) {
  // A transaction has its connection for itself, and the builder keeps it one step further in.
  const { $client, session } = db as Db & { $client?: Sql; session?: { client?: Sql } };
  const client = $client ?? session?.client;
  if (!client) throw new Error("this is no database of the driver");
  const { sql: text, params } = compile(statement);
  return client.unsafe(text, params as never[], { prepare: shelvesOf(client).written.has(text) });
}

/**
 * A statement's text and values. Those that are written out are of a few kinds of pieces; put together here, they take a
 * quarter of the time that the builder needs, which asks of each piece everything that it might be. Others are its own.
 */
export function compile(statement: SQL): { sql: string; params: unknown[] } {
  const made = { sql: "", params: [] as unknown[] };
  return add(made, statement.queryChunks) ? made : dialect.sqlToQuery(statement);
}

/** The builder's `sql`, for a statement of a hot path: what stands between its values is made once, not every time. */
export function hot(strings: TemplateStringsArray, ...values: readonly unknown[]): SQL {
  let between = made.get(strings);
  if (!between) made.set(strings, (between = strings.map((text) => new StringChunk(text))));
  const chunks: SQLChunk[] = [];
  for (const [at, text] of between.entries()) {
    chunks.push(text);
    if (at < values.length) chunks.push(values[at] as SQLChunk);
  }
  return new SQL(chunks);
}

const made = new WeakMap<TemplateStringsArray, StringChunk[]>();

/** A piece that is the same in every statement, put together once. */
export function fixed(piece: SQL): SQL {
  const { sql: text, params } = compile(piece);
  if (params.length > 0) throw new Error("a piece that is always the same has no values");
  return new SQL([new StringChunk(text)]);
}

const columnNames = new WeakMap<Column, string>();

function nameOf(column: Column): string {
  let known = columnNames.get(column);
  if (known === undefined) {
    known = `${dialect.escapeName(getTableName(column.table))}.${dialect.escapeName(column.name)}`;
    columnNames.set(column, known);
  }
  return known;
}

/** False where a piece is of another kind. */
function add(made: { sql: string; params: unknown[] }, chunks: readonly unknown[]): boolean {
  for (const chunk of chunks) {
    if (chunk instanceof StringChunk)
      made.sql += chunk.value.length === 1 ? chunk.value[0] : chunk.value.join("");
    else if (chunk instanceof SQL) {
      if (!add(made, chunk.queryChunks)) return false;
    } else if (chunk instanceof Name) made.sql += dialect.escapeName(chunk.value);
    else if (chunk instanceof Table) made.sql += dialect.escapeName(getTableName(chunk as Table));
    else if (chunk instanceof Column) made.sql += nameOf(chunk as Column);
    else if (Array.isArray(chunk)) {
      made.sql += "(";
      for (const [at, part] of chunk.entries()) {
        if (at > 0) made.sql += ", ";
        if (!add(made, [part])) return false;
      }
      made.sql += ")";
    } else if (chunk instanceof Param) {
      const value: unknown = chunk.value === null ? null : chunk.encoder.mapToDriverValue(chunk.value);
      if (value instanceof SQL) {
        if (!add(made, value.queryChunks)) return false;
      } else made.sql += `$${made.params.push(value)}`;
    } else if (chunk === null || (typeof chunk !== "object" && typeof chunk !== "undefined"))
      made.sql += `$${made.params.push(chunk)}`;
    else if (chunk !== undefined) return false;
  }
  return true;
}

type Client = Pick<Sql, "unsafe">;
type Nested = (...args: unknown[]) => unknown;

/** The driver as the builder is given it: what it asks again and again is prepared, in transactions, too. */
export function preparing<Driver extends Client>(client: Driver, shelves = new Shelves()): Driver {
  const within =
    (nest: Nested): Nested =>
    (...args) => {
      const work = args.pop() as (inner: Client) => unknown;
      return nest(...args, (inner: Client) => work(preparing(inner, shelves)));
    };
  const unsafe: Sql["unsafe"] = (text, params = [], options) => {
    const prepare = options?.prepare === true || (params.length > 0 && shelves.built.has(text));
    return client.unsafe(text, params, { ...options, prepare });
  };
  const prepared = new Proxy(client, {
    get(target, name) {
      if (name === "unsafe") return unsafe;
      const value: unknown = Reflect.get(target, name);
      return (name === "begin" || name === "savepoint") && value ? within(value as Nested) : value;
    },
  });
  known.set(prepared, shelves);
  return prepared;
}
