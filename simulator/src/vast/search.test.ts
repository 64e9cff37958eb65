import { describe, expect, test } from "vitest";
import { running, type Row } from "../testing/running.ts";
import { sure } from "../testing/sure.ts";

const everything = { verified: { in: [true, false] } };

describe("the three forms", () => {
  test("find the same offers", async () => {
    const simulator = await running();
    const some = await simulator.offer({ limit: 1 });
    const query = { gpu_name: { eq: some.gpu_name }, order: [["dph_total", "asc"]] };
    const byBody = await simulator.offers(query);
    const byQuery = await simulator.get(`/api/v0/bundles/?q=${encodeURIComponent(JSON.stringify(query))}`);
    const byColumns = await simulator.send("PUT", "/api/v0/search/asks/", { select_cols: ["*"], q: query });
    expect(byBody.length).toBeGreaterThan(0);
    expect(byQuery.as<{ offers: Row[] }>().offers).toEqual(byBody);
    expect(byColumns.as<{ offers: Row[] }>().offers).toEqual(byBody);
  });

  test("work without a trailing slash and without a key", async () => {
    const { url } = await running();
    const response = await fetch(`${url}/api/v0/bundles`);
    expect(response.status).toBe(200);
    expect(((await response.json()) as { offers: Row[] }).offers.length).toBeGreaterThan(10);
  });

  test("give chosen columns, and null for one nobody knows", async () => {
    const simulator = await running();
    const body = { select_cols: ["id", "gpu_name", "no_such_column"], q: { limit: 1 } };
    const reply = await simulator.send("PUT", "/api/v0/search/asks/", body);
    expect(Object.keys(sure(reply.as<{ offers: Row[] }>().offers[0]))).toEqual([
      "id",
      "gpu_name",
      "no_such_column",
    ]);
    expect(sure(reply.as<{ offers: Row[] }>().offers[0])["no_such_column"]).toBeNull();
  });
});

describe("filters", () => {
  test("compare with every operator", async () => {
    const simulator = await running();
    const all = await simulator.offers(everything);
    const count = (accepts: (row: Row) => boolean) => all.filter(accepts).length;
    const found = async (filter: Record<string, unknown>) =>
      (await simulator.offers({ ...everything, ...filter })).length;
    expect(await found({ num_gpus: { eq: 2 } })).toBe(count((row) => row.num_gpus === 2));
    expect(await found({ num_gpus: { neq: 2 } })).toBe(count((row) => row.num_gpus !== 2));
    expect(await found({ num_gpus: { gt: 2 } })).toBe(count((row) => row.num_gpus > 2));
    expect(await found({ num_gpus: { gte: 2 } })).toBe(count((row) => row.num_gpus >= 2));
    expect(await found({ num_gpus: { lt: 2 } })).toBe(count((row) => row.num_gpus < 2));
    expect(await found({ num_gpus: { lte: 2 } })).toBe(count((row) => row.num_gpus <= 2));
    expect(await found({ num_gpus: { in: [1, 8] } })).toBe(count((row) => [1, 8].includes(row.num_gpus)));
    expect(await found({ num_gpus: { notin: [1, 8] } })).toBe(count((row) => ![1, 8].includes(row.num_gpus)));
    expect(await found({ num_gpus: { gte: 2, lte: 4 } })).toBe(
      count((row) => row.num_gpus >= 2 && row.num_gpus <= 4),
    );
  });

  test("read values that arrive as text as what the row holds", async () => {
    const simulator = await running();
    const typed = await simulator.offers({
      num_gpus: { gte: 2 },
      verified: { eq: true },
      reliability2: { gt: 0.98 },
    });
    const asText = await simulator.offers({
      num_gpus: { gte: "2" },
      verified: { eq: "True" },
      reliability2: { gt: "0.98" },
    });
    expect(asText.map((row) => row.id)).toEqual(typed.map((row) => row.id));
    expect(typed.length).toBeGreaterThan(0);
  });

  test("take GPU names with spaces or underscores, and older names of fields", async () => {
    const simulator = await running();
    const spaced = await simulator.offers({ gpu_name: { eq: "RTX 3090" }, reliability: { gte: 0.9 } });
    const underscored = await simulator.offers({
      gpu_name: { in: ["RTX_3090"] },
      reliability2: { gte: 0.9 },
    });
    expect(spaced.length).toBeGreaterThan(0);
    expect(underscored).toEqual(spaced);
  });

  test("take two-letter countries for rows that say more, or only the country", async () => {
    const simulator = await running({ machines: 840 });
    const american = await simulator.offers({ ...everything, geolocation: { in: ["US"] } });
    const places = new Set(american.map((row) => row.geolocation));
    expect([...places].every((place) => place?.endsWith(", US"))).toBe(true);
    expect(places).toContain("Texas, US");
    expect(places).toContain(", US");
  });

  test("compare drivers as versions", async () => {
    const simulator = await running();
    const modern = await simulator.offers({ ...everything, driver_version: { gte: "565.57.01" } });
    expect(modern.length).toBeGreaterThan(0);
    for (const row of modern)
      expect(Number.parseInt(String(row["driver_version"]), 10)).toBeGreaterThanOrEqual(565);
  });

  test("switch by scope: verified, datacenter, external", async () => {
    const simulator = await running();
    const datacenter = await simulator.offers({ datacenter: { eq: true }, external: { eq: false } });
    expect(datacenter.length).toBeGreaterThan(0);
    for (const row of datacenter) expect(row["hosting_type"]).toBe(1);
    const unverified = await simulator.offers({ verified: { eq: false } });
    for (const row of unverified) expect(row["verification"]).not.toBe("verified");
  });

  test("empty values satisfy nothing but 'is not'", async () => {
    const simulator = await running({ machines: 840 });
    const few = await simulator.offers({ ...everything, cpu_cores: { gte: 0 } });
    const all = await simulator.offers(everything);
    const empty = all.filter((row) => row["cpu_cores"] === null);
    expect(empty.length).toBeGreaterThan(0);
    expect(few.length).toBe(all.length - empty.length);
  });

  test("without a word on it, only what is verified, rentable and not rented is found", async () => {
    const simulator = await running();
    const usual = await simulator.offers();
    for (const row of usual)
      expect([row["verification"], row["rentable"], row["rented"]]).toEqual(["verified", true, false]);
    await simulator.send("PUT", "/control/moods/search-without-defaults", { probability: 1 });
    const bare = await simulator.offers();
    expect(bare.some((row) => row["rented"] === true)).toBe(true);
  });
});

describe("order, limit and bundling", () => {
  test("sort by several columns, and stop at the limit", async () => {
    const simulator = await running();
    const rows = await simulator.offers({
      order: [
        ["num_gpus", "desc"],
        ["dph_total", "asc"],
      ],
      limit: "40",
    });
    expect(rows).toHaveLength(40);
    const expected = rows.toSorted((a, b) => b.num_gpus - a.num_gpus || a.dph_total - b.dph_total);
    expect(rows.map((row) => row.id)).toEqual(expected.map((row) => row.id));
  });

  test("identical slices of a machine are one row, unless all are asked for", async () => {
    const simulator = await running();
    const bundled = await simulator.offers(everything);
    const keys = bundled.map((row) => `${row.machine_id}/${row.num_gpus}`);
    expect(new Set(keys).size).toBe(keys.length);
    const all = await simulator.offers({ ...everything, disable_bundling: true });
    expect(all.length).toBeGreaterThan(bundled.length);
  });
});

describe("prices", () => {
  test("include so much disk: base + GB × price a month ÷ 720", async () => {
    const simulator = await running();
    for (const row of await simulator.offers({ allocated_storage: 100, limit: 20 })) {
      expect(row.dph_total).toBeCloseTo(row.dph_base + (100 * row.storage_cost) / 720, 9);
    }
  });

  test("are the lowest bid when interruptible offers are asked for", async () => {
    const simulator = await running();
    for (const row of await simulator.offers({ type: "bid", limit: 20 })) {
      expect(row.dph_base).toBe(row.min_bid);
      expect(row["is_bid"]).toBe(true);
    }
  });
});

describe("a query that makes no sense is refused in the provider's words", () => {
  test.each([
    ["an unknown field", { gpu_nmae: { eq: "RTX 4090" } }, "gpu_nmae"],
    ["an unknown operator", { num_gpus: { about: 2 } }, "about"],
    ["an unknown column to sort by", { order: [["prettiness", "asc"]] }, "prettiness"],
    ["a list that is none", { num_gpus: { in: 2 } }, "in takes a list"],
    ["a limit that is no number", { limit: "many" }, "limit"],
    ["an unknown type", { type: "spot" }, "type"],
  ])("%s", async (_name, query, words) => {
    const simulator = await running({ machines: 20 });
    const reply = await simulator.send("POST", "/api/v0/bundles/", query);
    expect(reply.status).toBe(400);
    expect(reply.as()).toMatchObject({ success: false, error: "invalid_args" });
    expect(reply.text).toContain(words);
  });

  test("a body that is not JSON", async () => {
    const simulator = await running({ machines: 20 });
    expect((await simulator.send("POST", "/api/v0/bundles/", "{")).status).toBe(400);
    expect((await simulator.get("/api/v0/bundles/?q={")).status).toBe(400);
  });
});

test("the same seed and the same calls give the same answers", async () => {
  const story = async () => {
    const simulator = await running({ machines: 60 });
    const first = await simulator.offers();
    simulator.pass(90);
    return [first, await simulator.offers({ type: "bid" })];
  };
  expect(await story()).toEqual(await story());
});
