import { createHash, randomBytes } from "node:crypto";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { makeBell } from "../server/src/platform/bell.ts";
import { systemClock } from "../server/src/platform/clock.ts";
import { type Ctx, inTransaction, makeContext } from "../server/src/platform/context.ts";
import { openDatabase } from "../server/src/platform/db/database.ts";
import { APP_ROLE } from "../server/src/platform/db/roles.ts";
import { makeLog } from "../server/src/platform/log.ts";
import { makeSeal } from "../server/src/platform/seal.ts";
import { writeMark } from "../server/src/providers/mark.ts";
import { SYSTEM } from "../server/src/values/actor.ts";
import { usd } from "../server/src/values/money.ts";
import type { Database } from "./database.ts";

// Sessions that run, with what was held for them, and the three clouds that have their machines. A cloud is a program that
// answers the list of its dialect and nothing else: what is measured is what Berth does with it.

export const providers = ["vast", "tensordock", "bluelobster"] as const;
export type ProviderId = (typeof providers)[number];

export interface Rented {
  sessionId: string;
  accountId: string;
  providerId: ProviderId;
  externalId: string;
  agentToken: string;
}

interface Verbs {
  grant(ctx: Ctx, given: object): Promise<unknown>;
  hold(ctx: Ctx, asked: object): Promise<string>;
}

// By its address, because behind the door stand routes whose types need the server's own compiler settings.
const door = new URL("../server/src/credits/index.ts", import.meta.url).href;
const AT_ONCE = 8;

export async function rent(
  { url, sql }: Database,
  accountIds: readonly string[],
  counts: Readonly<Record<ProviderId, number>>,
  from: number,
): Promise<Rented[]> {
  const log = makeLog("silent");
  const berth = openDatabase({
    url,
    pool: AT_ONCE,
    clock: systemClock,
    log,
    name: "berth-bench",
    role: APP_ROLE,
  });
  const bell = makeBell(berth.sql, systemClock, log);
  const random = { bytes: (count: number) => randomBytes(count) };
  const seal = makeSeal(randomBytes(32).toString("hex"), random);
  const ctx = makeContext({ db: berth.db, clock: systemClock, random, log, bell, seal }, SYSTEM);
  const verbs = (await import(door)) as Verbs;
  const all = providers.flatMap((providerId) =>
    Array.from({ length: counts[providerId] }, (_, at) => ({ providerId, at })),
  );
  const rented = all.map(({ providerId }, n) => rentedOf(from + n, providerId, accountIds));
  try {
    for (const accountId of accountIds) {
      const lot = {
        accountId,
        amount: usd(1_000_000),
        origin: "grant",
        reason: "bench",
        reference: ctx.newId("req"),
      };
      await inTransaction(ctx, (ctx) => verbs.grant(ctx, lot));
    }
    const holds: string[] = [];
    const left = [...rented.entries()];
    const lapsesAt = new Date(Date.now() + 7 * 86_400_000);
    await Promise.all(
      Array.from({ length: AT_ONCE }, async () => {
        for (let next = left.pop(); next; next = left.pop()) {
          const [n, { accountId, sessionId: purpose }] = next;
          const held = { accountId, amount: usd(24), purpose, lapsesAt, note: "bench" };
          holds[n] = await inTransaction(ctx, (ctx) => verbs.hold(ctx, held));
        }
      }),
    );
    await insert(sql, rented, holds);
  } finally {
    await bell.close();
    await berth.close();
  }
  return rented;
}

function rentedOf(n: number, providerId: ProviderId, accountIds: readonly string[]): Rented {
  return {
    sessionId: `ses_${String(n).padStart(26, "0")}`,
    accountId: accountIds[n % accountIds.length] ?? "",
    providerId,
    externalId:
      providerId === "vast"
        ? String(7_000_000 + n)
        : `00000000-0000-4000-8000-${String(n).padStart(12, "0")}`,
    agentToken: `berth_agent_${createHash("sha256").update(`agent ${n}`).digest("base64url")}`,
  };
}

async function insert(
  sql: Database["sql"],
  rented: readonly Rented[],
  holds: readonly string[],
): Promise<void> {
  const column = (read: (one: Rented) => string) => rented.map(read);
  const hashes = column(({ agentToken }) => createHash("sha256").update(agentToken).digest("hex"));
  await sql`
    with rows as (
      select * from unnest(${column((one) => one.sessionId)}::text[], ${column((one) => one.accountId)}::text[],
        ${column((one) => one.providerId)}::text[], ${column((one) => one.externalId)}::text[], ${[...holds]}::text[],
        ${hashes}::text[]) as t(id, account_id, provider_id, external_id, hold_id, token)
    ), made as (
      insert into sessions (id, account_id, created_by, created_at, state, state_since, offer_id, gpu_model, gpu_count,
        vram_gb, kind, price_per_hour, cap_per_hour, hours, image, disk_gb, ports, sealed_order, public_key, attempts,
        billable_since, longest_until, ready_at, ends_at, hold_id, held, settled, heard_at, agent_token_hash)
      select id, account_id, 'usr_bench', now(), 'running', now(), 'off_bench', 'H100', 1, 80, 'on_demand', 2000000, 2000000,
        12, 'image', 50, '{}', repeat('x', 400), repeat('x', 80), 1, now(), now() + interval '12 hours', now(),
        now() + interval '12 hours', hold_id, 24000000, 0, now(), token
      from rows returning id
    ), there as (
      insert into machines (id, session_id, account_id, attempt, provider_id, offer_id, external_id, gpu_model, gpu_count,
        vram_gb, price_per_hour, state, asked_at, instance_state, billed, ssh, proof)
      select 'mac_' || id, id, account_id, 1, provider_id, 'off_bench', external_id, 'H100', 1, 80, 2000000, 'there',
        now() - interval '1 hour', 'provisioning', 'unknown', '[]', 'as-advertised'
      from rows where (select count(*) from made) >= 0 returning id
    )
    insert into session_stretches (session_id, machine_id, what, began_at, price_per_hour)
    select id, 'mac_' || id, 'everything', now(), 2000000 from rows where (select count(*) from there) >= 0`;
  await sql`vacuum analyze sessions, machines, session_stretches, credit_holds`;
}

export interface Clouds {
  url: string;
  /** When each was first asked for its list, on the clock that all processes share. */
  askedAt: Map<ProviderId, number>;
  close(): void;
}

const PAGE = 25;

export async function openClouds(
  rented: readonly Rented[],
  deployment: string,
  now: () => number,
): Promise<Clouds> {
  const rows = Map.groupBy(rented, ({ providerId }) => providerId);
  const lists = new Map(
    providers.map((providerId) => [
      providerId,
      (rows.get(providerId) ?? []).map((one) => JSON.stringify(rowOf(one, deployment))),
    ]),
  );
  const listOf = (providerId: ProviderId) => lists.get(providerId) ?? [];
  const askedAt = new Map<ProviderId, number>();
  const whole = new Map(providers.map((id) => [id, listOf(id).join(",")]));
  const server: Server = createServer((request, response) => {
    const url = new URL(request.url ?? "", "http://127.0.0.1");
    const asked = (providerId: ProviderId) => {
      if (!askedAt.has(providerId)) askedAt.set(providerId, now());
    };
    response.setHeader("content-type", "application/json");
    if (url.pathname === "/api/v1/instances/") {
      asked("vast");
      const begin = Number(url.searchParams.get("after_token") ?? 0);
      const end = begin + PAGE;
      const token = end < listOf("vast").length ? `"${end}"` : "null";
      response.end(`{"instances":[${listOf("vast").slice(begin, end).join(",")}],"next_token":${token}}`);
    } else if (url.pathname === "/api/v2/instances") {
      asked("tensordock");
      response.end(`{"data":[${whole.get("tensordock") ?? ""}]}`);
    } else if (url.pathname.endsWith("/instances")) {
      asked("bluelobster");
      response.end(`[${whole.get("bluelobster") ?? ""}]`);
    } else {
      // Of a market in which nothing is to be had.
      const { pathname } = url;
      if (pathname.includes("locations")) response.end('{"data":{"locations":[]}}');
      else response.end(pathname.startsWith("/api/v1/") ? "[]" : '{"offers":[],"data":[]}');
    }
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}`, askedAt, close: () => server.close() };
}

/** One machine as its provider reads it out. */
function rowOf({ providerId, sessionId, externalId }: Rented, deployment: string): object {
  const label = writeMark({
    deployment,
    session: sessionId,
    expiresAt: new Date(Date.now() + 12 * 3_600_000),
    consumer: null,
  });
  const createdAt = new Date(Date.now() - 3_600_000).toISOString();
  if (providerId === "vast")
    return {
      id: Number(externalId),
      label,
      actual_status: "running",
      intended_status: "running",
      cur_state: "running",
      next_state: "running",
      status_msg: "success, running image/ssh",
      machine_id: 1,
      is_bid: false,
      gpu_name: "H100 SXM",
      num_gpus: 1,
      image_runtype: "ssh_direct",
      ssh_host: "ssh4.example.com",
      ssh_port: 10_001,
      public_ipaddr: "192.0.2.1",
      ports: { "22/tcp": [{ HostIp: "0.0.0.0", HostPort: "40001" }] },
      dph_base: 1.9,
      dph_total: 2,
      start_date: Date.now() / 1000 - 3_600,
    };
  if (providerId === "tensordock")
    return {
      id: externalId,
      type: "virtualmachine",
      attributes: {
        name: label,
        status: "running",
        ipAddress: "192.0.2.2",
        portForwards: [{ internal_port: 22, external_port: 20_022, protocol: "tcp" }],
        resources: { vcpu_count: 8, ram_gb: 64, storage_gb: 100, gpus: { "h100-sxm5-80gb": { count: 1 } } },
        rateHourly: 2,
        created_at: createdAt,
      },
    };
  return {
    uuid: externalId,
    name: label,
    region: "igl",
    ip_address: "192.0.2.3",
    gpu_count: 1,
    gpu_model: "H100",
    power_status: "running",
    created_at: createdAt,
    instance_type: "v1_gpu_1x_h100",
    price_cents_per_hour: 200,
    vm_username: "ubuntu",
  };
}
