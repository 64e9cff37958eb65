import { afterAll, beforeAll, expect, test } from "vitest";
import { heldBytes } from "../testing/kept.ts";
import { makeWorld, type World } from "../testing/world.ts";
import { importReferencePrices, PriceFileRefused } from "./import-reference-prices.ts";

let world: World;
beforeAll(async () => {
  world = await makeWorld();
});
afterAll(() => world?.close());

/** In pieces that end in the middle of lines, of names and of numbers. */
function bytes(text: string | Buffer, piece = 97) {
  return {
    name: "a price file",
    async *open() {
      const all = Buffer.from(text);
      for (let at = 0; at < all.length; at += piece) yield all.subarray(at, at + piece);
    },
  };
}
const load = (cloud: string, text: string | Buffer) =>
  importReferencePrices(world.ctx(), { cloud, source: "the file of a test" }, bytes(text));
async function faultsOf(cloud: string, text: string | Buffer): Promise<readonly string[]> {
  const refused = await load(cloud, text).catch((error: unknown) => error);
  if (refused instanceof PriceFileRefused) return refused.faults;
  throw new Error("it was not refused", { cause: refused });
}
async function stored(sku: string, region: string, pricing = "on_demand"): Promise<(string | null)[][]> {
  const rows = await world.database.sql<Record<"node" | "gpu" | "from" | "until", string | null>[]>`
    select price_per_node_hour::text as node, price_per_gpu_hour::text as gpu,
      to_char(effective_from at time zone 'UTC', 'YYYY-MM-DD') as from,
      to_char(effective_until at time zone 'UTC', 'YYYY-MM-DD') as until
    from reference_prices where sku = ${sku} and region = ${region} and pricing = ${pricing} order by effective_from`;
  return rows.map(({ node, gpu, from, until }) => [node, gpu, from, until]);
}
async function countAll(): Promise<number> {
  const [row] = await world.database.sql<{ n: number }[]>`select count(*)::int as n from reference_prices`;
  return row?.n ?? 0;
}

const quoted = (fields: readonly string[]) =>
  fields.map((field) => `"${field.replaceAll('"', '""')}"`).join(",");
const awsColumns =
  "SKU,OfferTermCode,RateCode,TermType,PriceDescription,EffectiveDate,StartingRange,EndingRange,Unit,PricePerUnit,Currency,RelatedTo,LeaseContractLength,PurchaseOption,OfferingClass,Product Family,serviceCode,Location,Location Type,Instance Type,Tenancy,Operating System,License Model,Pre Installed S/W,CapacityStatus,GPU,Region Code".split(
    ",",
  );
function awsRow(facts: Partial<Record<string, string>>): string {
  const row: Record<string, string> = {
    SKU: "XQ3DRHHGYRWRA4R9",
    OfferTermCode: "JRTCKXETXF",
    TermType: "OnDemand",
    PriceDescription: '$55.04 per On Demand Linux p5.48xlarge "Instance" Hour, shared',
    EffectiveDate: "2026-11-01",
    StartingRange: "0",
    EndingRange: "Inf",
    Unit: "Hrs",
    PricePerUnit: "55.0400000000",
    Currency: "USD",
    "Product Family": "Compute Instance",
    serviceCode: "AmazonEC2",
    Location: "US East (N. Virginia)",
    "Location Type": "AWS Region",
    "Instance Type": "p5.48xlarge",
    Tenancy: "Shared",
    "Operating System": "Linux",
    "License Model": "No License required",
    "Pre Installed S/W": "NA",
    CapacityStatus: "Used",
    GPU: "8",
    "Region Code": "us-east-1",
    ...facts,
  };
  return quoted(awsColumns.map((name) => row[name] ?? ""));
}
const awsFile = (rows: readonly string[], columns: readonly string[] = awsColumns) =>
  [
    '"FormatVersion","v1.0"',
    '"Disclaimer","This pricing list is for informational purposes only."',
    '"Publication Date","2026-11-20T18:04:33Z"',
    '"Version","20261120180433"',
    '"OfferCode","AmazonEC2"',
    quoted(columns),
    ...rows,
  ].join("\n");

test("the offer file of AWS: what is as it was goes on, what changes ends what was before it", async () => {
  const kept = await load(
    "aws",
    awsFile([
      awsRow({}),
      awsRow({ "Instance Type": "p5.48xlarge-flex", PricePerUnit: "1.0000000000" }),
      awsRow({ "Operating System": "Windows", PricePerUnit: "1.0000000000" }),
      awsRow({ Tenancy: "Dedicated", PricePerUnit: "1.0000000000" }),
      awsRow({ CapacityStatus: "UnusedCapacityReservation", PricePerUnit: "1.0000000000" }),
      awsRow({
        "Instance Type": "p4de.24xlarge",
        PricePerUnit: "27.4470500000",
        EffectiveDate: "2026-12-01",
      }),
      awsRow({ "Instance Type": "p4d.24xlarge", PricePerUnit: "20.1000000000", EffectiveDate: "2026-12-01" }),
      awsRow({
        TermType: "Reserved",
        LeaseContractLength: "1yr",
        PurchaseOption: "No Upfront",
        OfferingClass: "standard",
        PricePerUnit: "37.8000000000",
      }),
      awsRow({ TermType: "Reserved", LeaseContractLength: "3yr", PurchaseOption: "No Upfront" }),
      awsRow({ "Instance Type": "m7i.large", PricePerUnit: "0.1008000000", GPU: "" }),
    ]),
  );
  expect(kept).toEqual({ added: 2, known: 2 });
  expect(await stored("p5.48xlarge", "us-east-1")).toEqual([
    ["98320000", "12290000", "2023-07-27", "2025-06-05"],
    ["55040000", "6880000", "2025-06-05", null],
  ]);
  expect(await stored("p4d.24xlarge", "us-east-1")).toEqual([
    ["21957642", "2744705", "2026-11-09", "2026-12-01"],
    ["20100000", "2512500", "2026-12-01", null],
  ]);
  expect(await stored("p5.48xlarge", "us-east-1", "one_year")).toEqual([
    ["37800000", "4725000", "2026-11-01", null],
  ]);
  const [read] = await world.database.sql`select source, read_on::text as on from reference_prices
    where sku = 'p5.48xlarge' and effective_until is null and pricing = 'on_demand'`;
  expect(read).toEqual({ source: "the file of a test", on: "2026-11-20" });
});

const awsProduct = (sku: string, attributes: object) => ({
  [sku]: {
    sku,
    productFamily: "Compute Instance",
    attributes: {
      servicecode: "AmazonEC2",
      location: "US West (Oregon)",
      locationType: "AWS Region",
      instanceType: "p5en.48xlarge",
      tenancy: "Shared",
      operatingSystem: "Linux",
      licenseModel: "No License required",
      capacitystatus: "Used",
      preInstalledSw: "NA",
      regionCode: "us-west-2",
      gpu: "8",
      ...attributes,
    },
  },
});
const awsTerms = (sku: string, ...terms: { usd: string; unit?: string; reserved?: object }[]) => ({
  [sku]: Object.fromEntries(
    terms.map(({ usd, unit = "Hrs", reserved }, n) => [
      `${sku}.TERM${n}`,
      {
        offerTermCode: `TERM${n}`,
        sku,
        effectiveDate: "2026-11-01T00:00:00Z",
        priceDimensions: {
          [`${sku}.TERM${n}.6YS6EN2CT7`]: {
            rateCode: `${sku}.TERM${n}.6YS6EN2CT7`,
            description: "per instance hour",
            beginRange: "0",
            endRange: "Inf",
            unit,
            pricePerUnit: { USD: usd },
            appliesTo: [],
          },
        },
        termAttributes: reserved ?? {},
      },
    ]),
  ),
});
const aYear = { LeaseContractLength: "1yr", OfferingClass: "standard", PurchaseOption: "No Upfront" };
const awsJson = (products: object, onDemand: object, reserved: object = {}) =>
  JSON.stringify(
    {
      formatVersion: "v1.0",
      disclaimer: "This pricing list is for informational purposes only.",
      offerCode: "AmazonEC2",
      version: "20261120180433",
      publicationDate: "2026-11-20T18:04:33Z",
      products,
      terms: { OnDemand: onDemand, Reserved: reserved },
      attributesList: {},
    },
    null,
    2,
  );

test("the offer file of AWS as JSON says the same as its CSV", async () => {
  const file = awsJson(
    {
      ...awsProduct("AAAA", {}),
      ...awsProduct("BBBB", { operatingSystem: "Windows" }),
      ...awsProduct("CCCC", { tenancy: "Dedicated" }),
      ...awsProduct("DDDD", { capacitystatus: "UnusedCapacityReservation" }),
      ...awsProduct("EEEE", { instanceType: "p5en.48xlarge-flex" }),
      ...awsProduct("FFFF", { instanceType: "m7i.large" }),
    },
    {
      ...awsTerms("AAAA", { usd: "63.2960000000" }),
      ...["BBBB", "CCCC", "DDDD", "EEEE", "FFFF"].reduce(
        (all, sku) => ({ ...all, ...awsTerms(sku, { usd: "0.0000000000" }) }),
        {},
      ),
    },
    awsTerms(
      "AAAA",
      { usd: "41.7753000000", reserved: aYear },
      { usd: "28.0000000000", reserved: { ...aYear, LeaseContractLength: "3yr" } },
      { usd: "350000", unit: "Quantity", reserved: { ...aYear, PurchaseOption: "All Upfront" } },
    ),
  );
  expect(await load("aws", file)).toEqual({ added: 2, known: 0 });
  const rows = [
    await stored("p5en.48xlarge", "us-west-2"),
    await stored("p5en.48xlarge", "us-west-2", "one_year"),
  ];
  expect(rows).toEqual([
    [["63296000", "7912000", "2026-11-01", null]],
    [["41775300", "5221912", "2026-11-01", null]],
  ]);
  const facts = { "Instance Type": "p5en.48xlarge", "Region Code": "us-west-2" };
  const csv = awsFile([
    awsRow({ ...facts, PricePerUnit: "63.2960000000" }),
    awsRow({
      ...facts,
      TermType: "Reserved",
      LeaseContractLength: "1yr",
      PurchaseOption: "No Upfront",
      OfferingClass: "standard",
      PricePerUnit: "41.7753000000",
    }),
  ]);
  expect(await load("aws", csv)).toEqual({ added: 0, known: 2 });
});

const spotEntry = (facts: object) => ({
  AvailabilityZone: "us-east-2a",
  InstanceType: "p5.48xlarge",
  ProductDescription: "Linux/UNIX",
  SpotPrice: "20.000000",
  Timestamp: "2026-11-10T06:30:00+00:00",
  ...facts,
});

test("the history of spot prices of AWS: the least that a machine cost in a region, day by day", async () => {
  // The newest first, as AWS answers; in two zones, of which each price holds until the zone's next.
  const entries = [
    spotEntry({
      Timestamp: "2026-11-14T12:00:00.000Z",
      AvailabilityZone: "us-east-2b",
      SpotPrice: "24.000000",
    }),
    spotEntry({ Timestamp: "2026-11-12T09:00:00+00:00", SpotPrice: "26.500000" }),
    spotEntry({
      Timestamp: "2026-11-11T20:00:00+00:00",
      AvailabilityZone: "us-east-2b",
      SpotPrice: "22.250000",
    }),
    spotEntry({
      Timestamp: "2026-11-10T08:00:00+00:00",
      AvailabilityZone: "us-east-2b",
      SpotPrice: "30.000000",
    }),
    spotEntry({}),
    spotEntry({ ProductDescription: "Windows", SpotPrice: "1.000000" }),
    spotEntry({ AvailabilityZone: "us-east-1-atl-1a", SpotPrice: "1.000000" }),
    spotEntry({ InstanceType: "m7i.large", SpotPrice: "0.040000" }),
  ];
  expect(await load("aws", JSON.stringify({ SpotPriceHistory: entries }))).toEqual({ added: 2, known: 0 });
  expect(await stored("p5.48xlarge", "us-east-2", "spot")).toEqual([
    // Through the 12th, when the cheaper zone left it at nine.
    ["20000000", "2500000", "2026-11-10", "2026-11-13"],
    // The file says nothing of the days after its last.
    ["22250000", "2781250", "2026-11-13", "2026-11-15"],
  ]);
});

type Spot = [zone: string, day: string, price: string];
const spots = (region: string, ...entries: Spot[]) =>
  load(
    "aws",
    JSON.stringify({
      SpotPriceHistory: entries.map(([zone, day, price]) =>
        spotEntry({ AvailabilityZone: region + zone, Timestamp: `${day}T01:00:00Z`, SpotPrice: price }),
      ),
    }),
  );
async function spotOf(region: string, day: string): Promise<string | undefined> {
  const at = `${day}T12:00:00Z`;
  const [row] = await world.database.sql<{ price: string }[]>`
    select price_per_node_hour::text as price from reference_prices
    where sku = 'p5.48xlarge' and pricing = 'spot' and region = ${region} and effective_from <= ${at}::timestamptz
      and (effective_until is null or effective_until > ${at}::timestamptz)`;
  return row?.price;
}

test("a later history of spot prices that overlaps an earlier one makes no day of it dearer", async () => {
  const a10: Spot = ["a", "2026-09-10", "15.9"];
  const b14: Spot = ["b", "2026-09-14", "8.1"];
  await spots("us-west-2", ["a", "2026-09-01", "16.0"], ["b", "2026-09-01", "8.0"], a10, b14);
  // Asked for from the 15th on, it begins in each zone with the price in force then.
  await spots("us-west-2", a10, b14, ["a", "2026-09-20", "16.2"]);
  const days = ["2026-09-12", "2026-09-13", "2026-09-14", "2026-09-20", "2026-09-21"];
  expect(await Promise.all(days.map((day) => spotOf("us-west-2", day)))).toEqual([
    "8000000",
    "8000000",
    "8100000",
    "8100000",
    undefined,
  ]);
});

test("an earlier history that comes later fills what is before, and leaves what is after", async () => {
  await spots("eu-west-2", ["a", "2026-09-10", "9.0"], ["a", "2026-09-20", "10.0"]);
  await spots("eu-west-2", ["a", "2026-09-01", "8.0"], ["a", "2026-09-12", "7.0"]);
  const days = ["2026-09-05", "2026-09-11", "2026-09-12", "2026-09-15", "2026-09-20"];
  expect(await Promise.all(days.map((day) => spotOf("eu-west-2", day)))).toEqual([
    "8000000",
    "8000000",
    "7000000",
    "9000000",
    "9000000",
  ]);
});

test("a history that was mended takes back the days that were wrong, and one that says the same adds nothing", async () => {
  const first: Spot = ["a", "2026-09-01", "8.0"];
  const last: Spot = ["a", "2026-09-05", "8.0"];
  await spots("eu-west-3", first, ["a", "2026-09-03", "24.0"], last);
  expect(await spotOf("eu-west-3", "2026-09-04")).toBe("24000000");
  expect(await spots("eu-west-3", first, last)).toEqual({ added: 1, known: 0 });
  expect(await spotOf("eu-west-3", "2026-09-04")).toBe("8000000");
  expect(await spots("eu-west-3", first, last)).toEqual({ added: 0, known: 1 });
});

test("a spot price of eight months ago is not in force today", async () => {
  await spots("eu-west-1", ["a", "2026-03-01", "60.0"]);
  expect(await spotOf("eu-west-1", "2026-03-01")).toBe("60000000");
  expect(await spotOf("eu-west-1", "2026-03-02")).toBeUndefined();
});

const azureItem = (facts: object) => ({
  currencyCode: "USD",
  tierMinimumUnits: 0.0,
  retailPrice: 98.32,
  unitPrice: 98.32,
  armRegionName: "westeurope",
  location: "EU West",
  effectiveStartDate: "2023-08-01T00:00:00Z",
  meterId: "0b3a1c1e-3f4e-5c8b-9d0e-bf7f2f7f3c7d",
  meterName: "ND96isr H100 v5",
  productName: "Virtual Machines NDsr H100 v5 Series",
  skuName: "ND96isr H100 v5",
  serviceName: "Virtual Machines",
  serviceFamily: "Compute",
  unitOfMeasure: "1 Hour",
  type: "Consumption",
  isPrimaryMeterRegion: true,
  armSkuName: "Standard_ND96isr_H100_v5",
  ...facts,
});
const azureFile = (...items: object[]) =>
  JSON.stringify(
    {
      BillingCurrency: "USD",
      CustomerEntityId: "Default",
      Items: items,
      NextPageLink: null,
      Count: items.length,
    },
    null,
    1,
  );

test("the retail prices of Azure, several answers in one file", async () => {
  const first = azureFile(
    azureItem({}),
    azureItem({ retailPrice: 41.5, skuName: "ND96isr H100 v5 Spot", meterName: "ND96isr H100 v5 Spot" }),
    azureItem({ retailPrice: 20, skuName: "ND96isr H100 v5 Low Priority" }),
    azureItem({ retailPrice: 150, productName: "Virtual Machines NDsr H100 v5 Series Windows" }),
    azureItem({ retailPrice: 1, type: "DevTestConsumption" }),
  );
  const second = azureFile(
    azureItem({ retailPrice: 551_880, type: "Reservation", reservationTerm: "1 Year" }),
    azureItem({ retailPrice: 0.096, armSkuName: "Standard_D2s_v5" }),
  );
  expect(await load("azure", `${first}\n${second}`)).toEqual({ added: 3, known: 0 });
  expect(await stored("Standard_ND96isr_H100_v5", "westeurope")).toEqual([
    ["98320000", "12290000", "2023-08-01", null],
  ]);
  expect(await stored("Standard_ND96isr_H100_v5", "westeurope", "spot")).toEqual([
    ["41500000", "5187500", "2023-08-01", null],
  ]);
  expect(await stored("Standard_ND96isr_H100_v5", "westeurope", "one_year")).toEqual([
    ["63000000", "7875000", "2023-08-01", null],
  ]);
});

test("a price of Azure that ended is in force until then, also where it was imported before it did", async () => {
  const there = { armRegionName: "eastus2", effectiveStartDate: "2024-01-01T00:00:00Z" };
  const ended = { ...there, effectiveEndDate: "2025-01-31T23:59:59Z" };
  await load("azure", azureFile(azureItem(there)));
  expect(await stored("Standard_ND96isr_H100_v5", "eastus2")).toEqual([
    ["98320000", "12290000", "2024-01-01", null],
  ]);
  await load("azure", azureFile(azureItem(ended)));
  expect(await stored("Standard_ND96isr_H100_v5", "eastus2")).toEqual([
    ["98320000", "12290000", "2024-01-01", "2025-01-31"],
  ]);
  const turned = azureItem({ ...ended, effectiveEndDate: "2023-12-31T00:00:00Z" });
  expect(await faultsOf("azure", azureFile(turned))).toEqual([
    expect.stringMatching(/^line \d+: effectiveEndDate: it ends before it begins$/),
  ]);
});

test("a price of Azure without an end goes on after another that had one, and the next ends neither", async () => {
  const at = (facts: object) => azureItem({ armRegionName: "uksouth", ...facts });
  const [begun, ended] = ["2024-01-01T00:00:00Z", "2024-06-01T00:00:00Z"];
  const file = azureFile(
    at({ retailPrice: 98.32, effectiveStartDate: "2023-08-01T00:00:00Z" }),
    at({ retailPrice: 60, effectiveStartDate: begun, effectiveEndDate: ended }),
    at({ retailPrice: 70, effectiveStartDate: "2025-01-01T00:00:00Z" }),
  );
  const rows = [
    ["98320000", "12290000", "2023-08-01", "2024-01-01"],
    ["60000000", "7500000", "2024-01-01", "2024-06-01"],
    ["98320000", "12290000", "2024-06-01", "2025-01-01"],
    ["70000000", "8750000", "2025-01-01", null],
  ];
  await load("azure", file);
  expect(await stored("Standard_ND96isr_H100_v5", "uksouth")).toEqual(rows);
  await load("azure", file);
  expect(await stored("Standard_ND96isr_H100_v5", "uksouth")).toEqual(rows);
});

const gcpSku = (description: string, [units, nanos]: [string, number], facts: object = {}) => ({
  name: "services/6F81-5844-456A/skus/0001",
  skuId: "0001",
  description,
  category: {
    serviceDisplayName: "Compute Engine",
    resourceFamily: "Compute",
    resourceGroup: "GPU",
    usageType: "OnDemand",
  },
  serviceRegions: ["us-central1", "us-east1"],
  pricingInfo: [
    {
      summary: "",
      pricingExpression: {
        usageUnit: "h",
        displayQuantity: 1,
        tieredRates: [{ startUsageAmount: 0, unitPrice: { currencyCode: "USD", units, nanos } }],
      },
      currencyConversionRate: 1,
      effectiveTime: "2026-11-18T08:00:00Z",
    },
  ],
  serviceProviderName: "Google",
  ...facts,
});
const gcpFile = (...skus: object[]) => JSON.stringify({ skus, nextPageToken: "" });

test("the SKUs of Google: a machine's price is that of its parts, where all of them have one", async () => {
  const kept = await load(
    "gcp",
    gcpFile(
      gcpSku("Nvidia H100 80GB GPU running in Americas", ["9", 796_550_569]),
      gcpSku("Nvidia H100 80GB Plus GPU running in Americas", ["1", 0]),
      gcpSku("A3 Instance Core running in Americas", ["0", 29_917_642]),
      gcpSku("A3 Instance Ram running in Americas", ["0", 2_605_697], { serviceRegions: ["us-central1"] }),
      gcpSku("A3Plus Instance Ram running in Americas", ["0", 1]),
      gcpSku("Nvidia L4 GPU running in Americas", ["0", 560_040_000]),
      gcpSku("Network Internet Egress", ["0", 1]),
    ),
  );
  expect(kept).toEqual({ added: 1, known: 0 });
  // 8 × 9.796550569 + 208 × 0.029917642 + 1872 × 0.002605697, to the nearest micro-dollar.
  const node = 78_372_404_552n + 6_222_869_536n + 4_877_864_784n;
  expect(await stored("a3-highgpu-8g", "us-central1")).toEqual([
    ["88490000", "11061250", "2024-11-07", "2026-11-18"],
    [String((node + 500n) / 1_000n), String((node + 4_000n) / 8_000n), "2026-11-18", null],
  ]);
  expect(await stored("a3-highgpu-8g", "us-east1")).toEqual([]);
});

test("what Google asks from those who promise to use it for a year is a price of its own", async () => {
  const year = (description: string, nanos: number) =>
    gcpSku(description, ["0", nanos], {
      category: { ...gcpSku("", ["0", 1]).category, usageType: "Commit1Yr" },
    });
  const kept = await load(
    "gcp",
    gcpFile(
      year("Commitment v1: Nvidia L4 GPU running in Americas for 1 Year", 352_800_000),
      year("Commitment v1: G2 Cpu in Americas for 1 Year", 15_744_000),
      year("Commitment v1: G2 Ram in Americas for 1 Year", 1_845_000),
      year("Commitment v1: Cpu in Americas for 1 Year", 1),
      year("Commitment v1: Nvidia Tesla A100 GPU running in Americas for 1 Year", 1_850_000_000),
      {
        ...year("Commitment v1: Nvidia L4 GPU running in Americas for 3 Year", 1),
        category: { usageType: "Commit3Yr" },
      },
    ),
  );
  // Two machines of L4 in two regions; of the A100 no core and no memory have a price.
  expect(kept).toEqual({ added: 4, known: 0 });
  const node = 352_800_000 + 4 * 15_744_000 + 16 * 1_845_000;
  expect(await stored("g2-standard-4", "us-east1", "one_year")).toEqual([
    [String(node / 1_000), String(node / 1_000), "2026-11-18", null],
  ]);
});

test("a file with faults is refused with the line and the reason of each, and nothing of it is there", async () => {
  const before = await countAll();
  expect(
    await faultsOf(
      "aws",
      awsFile([
        awsRow({ "Instance Type": "p5.4xlarge" }),
        awsRow({ PricePerUnit: "-1.0000000000" }),
        awsRow({ PricePerUnit: "cheap" }),
        awsRow({ EffectiveDate: "yesterday" }),
        awsRow({ "Region Code": "" }),
        '"a quote that',
        "only,two",
      ]),
    ),
  ).toEqual([
    "line 8: a price is more than nothing, and -1.0000000000 is not",
    'line 9: PricePerUnit: "cheap" is no price',
    'line 10: "yesterday" is no day',
    "line 11: Region Code: it is empty",
    "line 12: its quotes do not close where a field ends",
    `line 13: it has 2 fields instead of ${awsColumns.length}`,
  ]);
  expect(
    await faultsOf("azure", azureFile(azureItem({ retailPrice: 0 }), azureItem({ effectiveStartDate: 5 }))),
  ).toEqual([
    expect.stringMatching(/^line \d+: a price is more than nothing, and 0 is not$/),
    expect.stringMatching(/^line \d+: effectiveStartDate: /),
  ]);
  expect(
    await faultsOf("gcp", gcpFile({ ...gcpSku("A3 Instance Core running in Americas", ["-1", 0]) })),
  ).toEqual([expect.stringMatching(/^line 1: a price is more than nothing/)]);
  expect(
    await faultsOf(
      "aws",
      awsJson(
        { ...awsProduct("AAAA", {}), ...awsProduct("BBBB", { regionCode: "" }) },
        awsTerms("AAAA", { usd: "-1" }),
      ),
    ),
  ).toEqual([
    expect.stringMatching(/^line \d+: regionCode: it is empty$/),
    expect.stringMatching(/^line \d+: a price is more than nothing, and -1 is not$/),
  ]);
  const turned = awsJson({}, awsTerms("AAAA", { usd: "1" }));
  expect(await faultsOf("aws", turned)).toEqual([
    expect.stringMatching(/^line \d+: what is offered stands before the products that it is of$/),
  ]);
  const spots = [
    spotEntry({ SpotPrice: "cheap" }),
    spotEntry({ Timestamp: "noon" }),
    spotEntry({ SpotPrice: 1 }),
  ];
  expect(await faultsOf("aws", JSON.stringify({ SpotPriceHistory: spots }, null, 1))).toEqual([
    expect.stringMatching(/^line \d+: PricePerUnit: "cheap" is no price$/),
    expect.stringMatching(/^line \d+: "noon" is no day$/),
    expect.stringMatching(/^line \d+: SpotPrice: /),
  ]);
  expect(await faultsOf("aws", awsFile(Array.from({ length: 100 }, () => "?")))).toHaveLength(21);
  expect(await countAll()).toBe(before);
});

test("what is no such file at all is refused for what it is", async () => {
  expect(await faultsOf("aws", "")).toEqual(['line 1: it begins with "FormatVersion"']);
  expect(await faultsOf("aws", azureFile(azureItem({})))).toEqual([
    "it has no price of a machine that is compared with; is it a price file of aws?",
  ]);
  const columns = awsColumns.filter((name) => name !== "PricePerUnit");
  expect(await faultsOf("aws", awsFile([], columns))).toEqual(['line 6: there is no column "PricePerUnit"']);
  expect(await faultsOf("azure", awsFile([awsRow({})]))).toEqual([expect.stringMatching(/^line 1: /)]);
  expect(await faultsOf("azure", azureFile(azureItem({})).slice(0, -40))).toEqual([
    expect.stringMatching(/^line \d+: /),
  ]);
  expect(await faultsOf("gcp", azureFile(azureItem({})))).toEqual([
    "it has no price of a machine that is compared with; is it a price file of gcp?",
  ]);
  expect(await faultsOf("azure", `{"Items":[{"productName":"${"x".repeat(1_200_000)}"}]}`)).toEqual([
    "line 1: an entry is longer than 1048576 bytes",
  ]);
  expect(await faultsOf("aws", `"${"x".repeat(20_000)}`)).toEqual(["line 1: it is longer than 10000 bytes"]);
  expect(await faultsOf("aws", Buffer.from([0xff, 0xfe, 0x0a]))).toEqual([expect.stringContaining("line 1")]);
  await expect(load("oracle", "")).rejects.toMatchObject({ type: "InvalidInput", field: "cloud" });
});

test("two gigabytes that are no price file are refused at the line that shows it, and not read on", async () => {
  const columns = awsColumns.filter((name) => name !== "PricePerUnit");
  const wrong: [first: string, then: string, reason: RegExp][] = [
    ["", "what is this\n", /^line 1: it begins with/],
    [awsFile([], columns), `${awsRow({})}\n`, /^line 6: there is no column "PricePerUnit"$/],
    [`${awsFile([])}\n`, `${awsRow({ PricePerUnit: "-1" })}\n`, /^line 7: a price is more than nothing/],
    [`${awsFile([])}\n`, "x", /^line 7: it is longer than 10000 bytes$/],
    ['{"products":{', "x", /^line 1: /],
  ];
  const before = await countAll();
  for (const [first, then, reason] of wrong) {
    const block = Buffer.from(then.repeat(Math.ceil(65_536 / then.length)));
    let read = 0;
    const long = {
      name: "two gigabytes",
      async *open() {
        yield Buffer.from(first);
        for (; read < 2 * 1_024 ** 3; read += block.length) yield block;
      },
    };
    const asked = { cloud: "aws", source: "two gigabytes" };
    const refused = await importReferencePrices(world.ctx(), asked, long).catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(PriceFileRefused);
    expect((refused as PriceFileRefused).faults[0]).toMatch(reason);
    expect(read).toBeLessThan(4 << 20);
  }
  expect(await countAll()).toBe(before);
});

/** Of a file of many megabytes, when nearly all of it was read. */
const MOST_HELD = 5 << 20;

test("a large file is read as it comes, and holds no memory", async () => {
  let held = Infinity;
  const rows = 60_000;
  const dull = `${awsRow({ "Instance Type": "m7i.large" })}\n`;
  const long = {
    name: "a large file",
    async *open() {
      yield Buffer.from(`${awsFile([])}\n`);
      const block = Buffer.from(dull.repeat(1_000));
      for (let at = 0; at < rows; at += 1_000) yield block;
      held = heldBytes() - before;
      yield Buffer.from(awsRow({ "Region Code": "us-west-2" }));
    },
  };
  const before = heldBytes();
  expect(await importReferencePrices(world.ctx(), { cloud: "aws", source: "a large file" }, long)).toEqual({
    added: 1,
    known: 0,
  });
  expect(held).toBeLessThan(MOST_HELD);
});

test("a large offer file of JSON is read as it comes, and holds no memory", async () => {
  const dull = JSON.stringify(awsProduct("FFFF", { instanceType: "m7i.large" })).slice(1, -1);
  const offered = JSON.stringify(awsTerms("FFFF", { usd: "0.1000000000" })).slice(1, -1);
  const many = (one: string, block: number) =>
    Buffer.from(
      Array.from({ length: 1_000 }, (_, n) => `${one.replaceAll("FFFF", `SKU${block}X${n}`)},\n`).join(""),
    );
  const products = JSON.stringify(awsProduct("AAAA", { regionCode: "eu-north-1" })).slice(1, -1);
  const terms = JSON.stringify(awsTerms("AAAA", { usd: "70.0000000000" })).slice(1, -1);
  const blocks = 20;
  let held = Infinity;
  const long = {
    name: "a large file",
    async *open() {
      yield Buffer.from('{"formatVersion":"v1.0","products":{\n');
      for (let at = 0; at < blocks; at++) yield many(dull, at);
      yield Buffer.from(`${products}},"terms":{"OnDemand":{\n`);
      for (let at = 0; at < blocks; at++) yield many(offered, at);
      held = heldBytes() - before;
      yield Buffer.from(`${terms}},"Reserved":{}}}`);
    },
  };
  const before = heldBytes();
  expect(await importReferencePrices(world.ctx(), { cloud: "aws", source: "a large file" }, long)).toEqual({
    added: 1,
    known: 0,
  });
  expect(held).toBeLessThan(MOST_HELD);
});
