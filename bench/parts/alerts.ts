import { randomBytes } from "node:crypto";
import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import type postgres from "postgres";
import { SMTPServer } from "smtp-server";
import { PlainFailure } from "../../scripts/plain-failure.ts";
import { makeSeal } from "../../server/src/platform/seal.ts";
import { startBerth } from "../berth.ts";
import type { Ground } from "../ground.ts";
import { now } from "../subscribing.ts";
import { type Aim, round, type Section } from "../table.ts";

// Ten thousand alerts are put into the outbox that two processes work, and a mail server in this process takes
// them. What is measured is from the first letter that arrives to the last; what is counted is whether one came twice.

const ALERTS = 10_000;
const CHANNELS = 100;
const LEAST_PER_SECOND = 200;
const PATIENCE_MS = 180_000;

export async function benchAlerts({ database, tenants, folder, say }: Ground): Promise<{
  sections: Section[];
  aims: Aim[];
}> {
  const inbox = await openInbox();
  const secret = randomBytes(32).toString("base64url");
  const accountIds = tenants.accountIds.slice(0, CHANNELS);
  say(`Alerts: ${ALERTS} wait, and two processes send them`);
  const env = { ROLES: "api,worker", BERTH_SECRET: secret, SMTP_URL: inbox.url };
  const servers = [await startBerth(database.url, folder, env), await startBerth(database.url, folder, env)];
  try {
    await seed(database.sql, accountIds, secret);
    const cpuBefore = await Promise.all(servers.map((server) => server.cpuMs()));
    const until = now() + PATIENCE_MS;
    while (inbox.ids.size < ALERTS && now() < until) await sleep(50);
    // What is sent a second time comes soon after the first, or when a lease of a minute is over.
    await sleep(3_000);
    const cpu = (await Promise.all(servers.map((server) => server.cpuMs()))).map(
      (ms, at) => ms - (cpuBefore[at] ?? 0),
    );
    const [standing] = await database.sql<{ delivered: number }[]>`
      select count(*)::int as delivered from alert_deliveries where state = 'delivered' and id like 'alr_bench%'`;
    if (inbox.ids.size < ALERTS)
      throw new PlainFailure(
        `Of ${ALERTS} alerts ${inbox.ids.size} arrived, and ${standing?.delivered ?? 0} are said to have been.`,
      );
    const seconds = (inbox.lastAt - inbox.firstAt) / 1_000;
    const perSecond = ALERTS / seconds;
    const twice = inbox.taken - inbox.ids.size;
    return {
      sections: [
        {
          title: `${ALERTS} alerts by mail, through ${CHANNELS} channels`,
          columns: ["", "seconds", "a second", "came twice", "ms of a core each"],
          lines: [
            [
              "two processes",
              round(seconds),
              round(perSecond),
              String(twice),
              round(cpu.reduce((sum, ms) => sum + ms, 0) / ALERTS),
            ],
          ],
        },
      ],
      aims: [
        { what: "alerts by mail", measured: perSecond, aim: LEAST_PER_SECOND, unit: "a second" },
        { what: "alerts that came twice", measured: twice, aim: 0, unit: "", isMost: true },
        {
          what: "alerts that came and are not known to have",
          measured: ALERTS - (standing?.delivered ?? 0),
          aim: 0,
          unit: "",
          isMost: true,
        },
      ],
    };
  } finally {
    await Promise.all(servers.map((server) => server.stop()));
    await database.sql`delete from alert_channels where id like 'chn_bench%'`;
    await database.sql`delete from users where id like 'usr_alerts%'`;
    await inbox.close();
  }
}

interface Inbox {
  url: string;
  ids: Set<string>;
  taken: number;
  firstAt: number;
  lastAt: number;
  close(): Promise<void>;
}

/** A real mail server. Of each letter it keeps by which id a reader would know it again. */
async function openInbox(): Promise<Inbox> {
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ["STARTTLS"],
    onData(stream, _session, done) {
      const chunks: Buffer[] = [];
      stream.on("data", (chunk: Buffer) => chunks.push(chunk));
      stream.on("end", () => {
        const id = /^message-id: <(.*)>/im.exec(Buffer.concat(chunks).toString())?.[1] ?? "";
        inbox.taken += 1;
        inbox.ids.add(id);
        inbox.firstAt ||= now();
        inbox.lastAt = now();
        done();
      });
    },
  });
  // The processes are ended while their connections are open.
  server.on("error", () => {});
  server.listen(0, "127.0.0.1");
  await once(server.server, "listening");
  const { port } = server.server.address() as AddressInfo;
  const inbox: Inbox = {
    url: `smtp://127.0.0.1:${port}`,
    ids: new Set(),
    taken: 0,
    firstAt: 0,
    lastAt: 0,
    close: () => new Promise<void>((resolve) => server.close(() => resolve())),
  };
  return inbox;
}

/** Readers, each with a channel and a share of the alerts, as events would have made them. */
async function seed(sql: postgres.Sql, accountIds: readonly string[], secret: string): Promise<void> {
  const seal = makeSeal(secret, { bytes: (length) => randomBytes(length) });
  const channels = accountIds.map((accountId, n) => {
    const id = `chn_bench${n}`;
    const target = JSON.stringify({ address: `reader${n}@example.com`, secrets: [] });
    return { id, accountId, sealed: seal.close(target, `alert channel ${id}`) };
  });
  // Nobody is written to who is not in the account.
  await sql`
    insert into users (id, name, email, email_verified, created_at, updated_at)
    select 'usr_alerts' || n, 'Reader', 'reader' || n || '@example.com', true, now(), now()
    from generate_series(0, ${accountIds.length - 1}::int) n`;
  await sql`
    insert into members (id, account_id, user_id, role, joined_at, chosen_at)
    select 'mem_alerts' || n - 1, account_id, 'usr_alerts' || n - 1, 'member', now(), now()
    from unnest(${[...accountIds]}::text[]) with ordinality t (account_id, n)`;
  await sql`
    insert into alert_channels (id, account_id, means, name, kinds, shown, sealed, zone, per_minute, created_by, created_at,
      sends_from)
    select id, account_id, 'email', 'Bench', array['session-failed'], 'reader@example.com', sealed, 'UTC', 6000, 'Bench',
      now(), now()
    from unnest(${channels.map(({ id }) => id)}::text[], ${channels.map(({ accountId }) => accountId)}::text[],
      ${channels.map(({ sealed }) => sealed)}::text[]) as t (id, account_id, sealed)`;
  const said = JSON.stringify({
    title: "Session failed: could not get a machine",
    paragraphs: [
      "No machine could be had, or one was lost.",
      "See what was tried, and rent from another offer.",
    ],
    path: "/sessions",
  });
  await sql`
    insert into alert_deliveries (id, channel_id, account_id, event_id, kind, topic, subject, payload, said, happened_at,
      state, next_try_at, tried_until)
    select 'alr_bench' || lpad(n::text, 6, '0'), c.id, c.account_id, -n, 'session-failed', 'session.changed', 'ses_bench',
      '{}', ${said}::jsonb, now(), 'waiting', now(), now() + interval '3 days'
    from generate_series(1, ${ALERTS}::int) n
    join alert_channels c on c.id = 'chn_bench' || n % ${CHANNELS}::int`;
  await sql`vacuum analyze alert_deliveries, alert_channels`;
}
