import { createHash } from "node:crypto";
import { type Ctx, inTransaction } from "../platform/context.ts";
import { hourOf } from "../values/hour.ts";
import { InvalidInput, Refusal } from "../values/refusal.ts";
import { linesOf } from "../values/lines.ts";
import { POINTS_KEPT_MS } from "./keep-partitions.ts";
import { OddRow, PRICE_COLUMNS, type PriceRow, rowReader } from "./rules/price-rows.ts";
import { raiseMarketRevision } from "./store/poll.ts";
import { writePoints } from "./store/price-hours.ts";
import { findImport, insertImport } from "./store/price-imports.ts";

/** So many of its faults are told before reading on is of no use. */
const FAULTS_TOLD = 20;

/**
 * A file of fewer rows is there whole or not at all. A longer one takes several transactions, since one that runs
 * for minutes would hold back every subscription; it is read to its end before the first of them, so what stops it
 * halfway is only that the process or the database ends, and running it again finishes it.
 */
const ROWS_A_TRANSACTION = 50_000;
const ROWS_A_WRITE = 5_000;

export interface PriceFile {
  name: string;
  /** Its bytes from the beginning, as often as it is opened. */
  open(): AsyncIterable<Uint8Array>;
}

export interface Provenance {
  /** Where the figures come from: a name or an address. */
  source: string;
  licence: string;
}

export class ImportRefused extends Refusal {
  readonly type = "ImportRefused";
  readonly faults: readonly string[];
  constructor(name: string, faults: readonly string[]) {
    super(`Nothing of ${name} was imported:\n${faults.map((fault) => `  ${fault}`).join("\n")}`);
    this.faults = faults;
  }
}

/** Null when this very file was imported before. */
export async function importPrices(
  ctx: Ctx,
  file: PriceFile,
  provenance: Provenance,
): Promise<{ points: number } | null> {
  for (const name of ["source", "licence"] as const) {
    if (provenance[name].trim() === "")
      throw new InvalidInput(name, `Say the ${name} of the figures: others will ask where they come from.`);
  }
  const { sha256, rows } = await inspect(ctx, file);
  if (await findImport(ctx, sha256)) return null;

  const again = createHash("sha256");
  let part: PriceRow[] = [];
  for await (const row of rowsOf(ctx, file, again)) {
    part.push(row);
    if (part.length < ROWS_A_TRANSACTION) continue;
    const full = part;
    part = [];
    await inTransaction(ctx, (ctx) => write(ctx, full));
  }
  if (again.digest("hex") !== sha256) throw new ImportRefused(file.name, ["it changed while it was read"]);
  await inTransaction(ctx, async (ctx) => {
    await write(ctx, part);
    await insertImport(ctx, { id: ctx.newId("imp"), name: file.name, ...provenance, sha256, points: rows });
    await raiseMarketRevision(ctx);
  });
  return { points: rows };
}

async function write(ctx: Ctx, rows: readonly PriceRow[]): Promise<void> {
  for (let at = 0; at < rows.length; at += ROWS_A_WRITE)
    await writePoints(ctx, rows.slice(at, at + ROWS_A_WRITE), "imported");
}

/** Reads it to its end and writes nothing: its faults, or what it is. */
async function inspect(ctx: Ctx, file: PriceFile): Promise<{ sha256: string; rows: number }> {
  const hash = createHash("sha256");
  const faults: string[] = [];
  let rows = 0;
  for await (const _row of rowsOf(ctx, file, hash, faults)) rows += 1;
  if (faults.length === 0 && rows === 0) faults.push("it has no rows");
  if (faults.length > 0) throw new ImportRefused(file.name, faults);
  return { sha256: hash.digest("hex"), rows };
}

async function* rowsOf(
  ctx: Ctx,
  file: PriceFile,
  hash: { update(data: Uint8Array): unknown },
  faults: string[] = [],
): AsyncGenerator<PriceRow> {
  const now = ctx.now();
  const read = rowReader({ from: hourOf(new Date(now.getTime() - POINTS_KEPT_MS)), to: hourOf(now) });
  let number = 0;
  try {
    for await (const line of linesOf(hashed(file.open(), hash))) {
      number += 1;
      if (number === 1) {
        if (line.replace("\ufeff", "").trim() !== PRICE_COLUMNS) {
          faults.push(`line 1: the columns are ${PRICE_COLUMNS}`);
          return;
        }
        continue;
      }
      if (line.trim() === "") continue;
      try {
        yield read(line);
      } catch (error) {
        if (!(error instanceof OddRow)) throw error;
        faults.push(`line ${number}: ${error.message}`);
        if (faults.length < FAULTS_TOLD) continue;
        faults.push("and perhaps more");
        return;
      }
    }
  } catch (error) {
    // Not text, a line without an end, or a broken archive.
    const known = error instanceof TypeError || error instanceof RangeError || isBrokenArchive(error);
    if (!known) throw error;
    faults.push(`line ${number + 1}: ${(error as Error).message}`);
  }
}

function isBrokenArchive(error: unknown): boolean {
  return error instanceof Error && "code" in error && String(error.code).startsWith("Z_");
}

async function* hashed(
  chunks: AsyncIterable<Uint8Array>,
  hash: { update(data: Uint8Array): unknown },
): AsyncGenerator<Uint8Array> {
  for await (const chunk of chunks) {
    hash.update(chunk);
    yield chunk;
  }
}
