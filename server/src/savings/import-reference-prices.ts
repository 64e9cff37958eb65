import { type Ctx, inTransaction } from "../platform/context.ts";
import { linesOf } from "../values/lines.ts";
import { InvalidInput, Refusal } from "../values/refusal.ts";
import { BrokenJson, jsonItems } from "./json-items.ts";
import { type Cloud, clouds } from "./rules/clouds.ts";
import {
  assembleGcp,
  AWS_LINES_BEFORE,
  AWS_PRODUCTS,
  AWS_SPOT,
  AWS_TERMS,
  awsJsonReader,
  AwsSpotPrices,
  type FilePrice,
  OddPrice,
  type PartPrice,
  readAwsHeader,
  readAzureItem,
  readGcpSku,
} from "./rules/price-files.ts";
import { type Kept, keepPrices } from "./store/reference-prices.ts";

// What a large cloud says it asks, from the file in which it says so. Of gigabytes there are some hundred prices of machines
// that are compared with; those are gathered as the file is read to its end, and written in one transaction, so that a file
// with a fault leaves nothing behind.

export interface ReferenceFile {
  name: string;
  open(): AsyncIterable<Uint8Array>;
}

const FAULTS_TOLD = 20;

export class PriceFileRefused extends Refusal {
  readonly type = "PriceFileRefused";
  readonly faults: readonly string[];
  constructor(name: string, faults: readonly string[]) {
    super(`Nothing of ${name} was imported:\n${faults.map((fault) => `  ${fault}`).join("\n")}`);
    this.faults = faults;
  }
}

export async function importReferencePrices(
  ctx: Ctx,
  asked: { cloud: string; source: string },
  file: ReferenceFile,
): Promise<Kept> {
  const cloud = clouds.find((one) => one === asked.cloud);
  if (!cloud) throw new InvalidInput("cloud", `A cloud is ${clouds.join(", ")}.`);
  const source = asked.source.trim();
  if (source === "")
    throw new InvalidInput("source", "Say where the file is from: whoever sees a price will ask.");
  const faults = new Faults();
  const prices = await read(cloud, file, faults);
  if (faults.told.length === 0 && prices.length === 0)
    faults.add(`it has no price of a machine that is compared with; is it a price file of ${cloud}?`);
  if (faults.told.length > 0) throw new PriceFileRefused(file.name, faults.told);
  return inTransaction(ctx, (ctx) => keepPrices(ctx, cloud, leastOfEach(prices), source));
}

class Faults {
  readonly told: string[] = [];
  /** False when so many were told that reading on is of no use. */
  add(fault: string): boolean {
    this.told.push(fault);
    if (this.told.length < FAULTS_TOLD) return true;
    this.told.push("and perhaps more");
    return false;
  }
}

async function read(cloud: Cloud, file: ReferenceFile, faults: Faults): Promise<FilePrice[]> {
  try {
    switch (cloud) {
      case "aws":
        return await readAwsFile(file, faults);
      case "azure":
        return await readItems(file, ["Items"], readAzureItem, faults);
      case "gcp":
        return assembleGcp(await readItems<PartPrice>(file, ["skus"], readGcpSku, faults));
    }
  } catch (error) {
    // Not text, a line or an entry without an end, a broken archive, or what is no such file at all.
    const isOfFile =
      error instanceof OddPrice ||
      error instanceof BrokenJson ||
      error instanceof TypeError ||
      error instanceof RangeError ||
      (error instanceof Error && "code" in error && String(error.code).startsWith("Z_"));
    if (!isOfFile) throw error;
    faults.add(error.message);
    return [];
  }
}

/** Its offer file is there as CSV and as JSON, and the history of its spot prices as JSON. */
async function readAwsFile(file: ReferenceFile, faults: Faults): Promise<FilePrice[]> {
  if (!(await isJson(file))) return readAws(file, faults);
  const readOffer = awsJsonReader();
  const spot = new AwsSpotPrices();
  const lists = [AWS_PRODUCTS, ...AWS_TERMS, AWS_SPOT];
  const offered = await readItems(
    file,
    lists,
    (item) => {
      if (typeof item !== "object" || item === null || !("SpotPrice" in item)) return readOffer(item);
      spot.take(item);
      return null;
    },
    faults,
  );
  return [...offered.flat(), ...spot.prices()];
}

async function isJson(file: ReferenceFile): Promise<boolean> {
  for await (const chunk of file.open()) {
    const begun = Buffer.from(chunk).toString("latin1").trimStart();
    if (begun !== "") return begun.startsWith("{");
  }
  return false;
}

async function readAws(file: ReferenceFile, faults: Faults): Promise<FilePrice[]> {
  const prices: FilePrice[] = [];
  const before: string[] = [];
  let readRow: ReturnType<typeof readAwsHeader> | null = null;
  let line = 0;
  try {
    for await (const text of linesOf(file.open())) {
      line += 1;
      if (!readRow) {
        before.push(text);
        if (before.length > AWS_LINES_BEFORE) readRow = readAwsHeader(before);
        continue;
      }
      if (text.trim() === "") continue;
      try {
        const price = readRow(text);
        if (price) prices.push(price);
      } catch (error) {
        if (!(error instanceof OddPrice)) throw error;
        if (!faults.add(`line ${line}: ${error.message}`)) break;
      }
    }
  } catch (error) {
    if (error instanceof TypeError || error instanceof RangeError)
      throw new OddPrice(`line ${line + 1}: ${error.message}`, { cause: error });
    throw error;
  }
  if (!readRow) readAwsHeader(before);
  return prices;
}

async function readItems<Found>(
  file: ReferenceFile,
  lists: readonly string[],
  readItem: (item: unknown) => Found | null,
  faults: Faults,
): Promise<Found[]> {
  const found: Found[] = [];
  for await (const { item, line } of jsonItems(file.open(), ...lists)) {
    try {
      const one = readItem(item);
      if (one) found.push(one);
    } catch (error) {
      if (!(error instanceof OddPrice)) throw error;
      if (!faults.add(`line ${line}: ${error.message}`)) break;
    }
  }
  return found;
}

/** Of several prices of one machine from one day on, the least: what is said to be saved is the least that it can have been. */
function leastOfEach(prices: readonly FilePrice[]): FilePrice[] {
  const least = new Map<string, FilePrice>();
  for (const price of prices) {
    const key = JSON.stringify([price.sku, price.region, price.pricing, price.from]);
    const known = least.get(key);
    if (!known || price.pricePerNodeHour < known.pricePerNodeHour) least.set(key, price);
  }
  return [...least.values()].toSorted((a, b) => a.from.getTime() - b.from.getTime());
}
