import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type postgres from "postgres";
import { PlainFailure } from "../../scripts/plain-failure.ts";
import { root } from "../../scripts/stack/folder.ts";
import { type Double, startDouble } from "../../slack/src/double/double.ts";
import type { Workspace } from "../../slack/src/double/workspace.ts";
import { buildProgram, startBerth } from "../berth.ts";
import type { Ground } from "../ground.ts";
import { type Measured, startMeasured } from "../measured.ts";
import { percentile } from "../numbers.ts";
import { type Aim, round, type Section } from "../table.ts";

// The bot as it is built, between a Berth and a Slack with Slack's own limits. First, alarms at random instants in many
// channels: heartbeats lost and budgets crossed, of things that have a card and of things that have none. What is
// measured is from just before the event is written to the message in the channel; an edit, which rings no bell, does
// not count. Then a thousand events in a minute to one channel: how many messages stand in it, and whether each event
// is told once.

const CHANNELS = 20;
const SESSIONS_EACH = 10;
const ALARMS = 300;
/** A channel hears of an alarm this often, on average. */
const ALARM_EVERY_MS = 6_000;
const MOST_P99_MS = 2_000;

const CROWD_CHANNEL = "C0CROWD";
const CROWD_SESSIONS = 240;
const CROWD_SILENT = 40;
const CROWD_SECONDS = 60;
const MOST_MESSAGES = 15;
const PATIENCE_MS = 180_000;

interface Bench {
  sql: postgres.Sql;
  accountId: string;
  double: Double;
  posts: Posted[];
  say: Ground["say"];
}

export async function benchSlack({ database, tenants, folder, say }: Ground): Promise<{
  sections: Section[];
  aims: Aim[];
}> {
  buildProgram("slack");
  const accountId = tenants.accountIds[1] ?? "";
  await seed(database.sql, accountId);
  const server = await startBerth(database.url, folder);
  const double = await startDouble();
  const channels = Array.from({ length: CHANNELS }, (_, n) => ({ id: `C0TEAM${n}`, team: teamOf(n) }));
  for (const { id, team } of channels) double.workspace.addChannel(id, team);
  double.workspace.addChannel(CROWD_CHANNEL, "crowd");
  const bot = await startMeasured(
    {
      name: "bot",
      args: ["--enable-source-maps", join(root, "slack/dist/berth-slack.mjs")],
      ready: "/healthz",
      env: {
        BERTH_URL: `http://127.0.0.1:${server.port}`,
        BERTH_TOKEN: tenants.keys[1] ?? "",
        SLACK_API_URL: `${double.url}/api/`,
        SLACK_BOT_TOKEN: "xoxb-double",
        SLACK_APP_TOKEN: "xapp-double",
        SLACK_BOT_SECRET: "a secret of the bench, and of nobody else",
        SLACK_STATE_FILE: join(folder, "slack-journal"),
        SLACK_SUBSCRIBE: [
          ...channels.map(({ id, team }) => `${id} all team:${team}`),
          `${CROWD_CHANNEL} sessions team:crowd`,
        ].join("; "),
      },
    },
    folder,
  );
  try {
    const bench = { sql: database.sql, accountId, double, posts: keepPosts(double.workspace), say };
    const alarms = await timeAlarms(bench);
    const crowd = await tellCrowd(bench, bot);
    return {
      sections: [alarms.section, crowd.section],
      aims: [...alarms.aims, ...crowd.aims],
    };
  } finally {
    await bot.stop();
    await double.close();
    await server.stop();
  }
}

const teamOf = (channel: number) => `team-${channel}`;

interface Alarm {
  channel: number;
  topic: "session.silent" | "budget.crossed";
  subject: string;
  /** How it is known again: by who is said to have done it. */
  who: string;
  at: number;
}

async function timeAlarms(bench: Bench): Promise<{ section: Section; aims: Aim[] }> {
  bench.say(`Slack: ${ALARMS} alarms in ${CHANNELS} channels`);
  const chance = sequence(7);
  const alarms = Array.from({ length: ALARMS }, (_, n): Alarm => {
    const channel = n % CHANNELS;
    const [topic, subject] =
      n % 2 === 0
        ? (["session.silent", `ses_slack_${channel}_${Math.floor(chance() * SESSIONS_EACH)}`] as const)
        : (["budget.crossed", `bud_slack_${channel}_${Math.floor(chance() * PERIODS.length)}`] as const);
    const at = (Math.floor(n / CHANNELS) + chance()) * ALARM_EVERY_MS;
    return { channel, topic, subject, who: `Bench ${n}.`, at };
  });
  // Its first event opens the stream, and what Node compiles as it goes is compiled.
  await happens(bench, [{ topic: "session.silent", subject: "ses_slack_0_0", who: "Bench warms up." }]);
  await untilSaid(bench, ["Bench warms up."]);
  const from = Date.now();
  const written = await Promise.all(
    alarms.map(async (alarm) => {
      await sleep(from + alarm.at - Date.now());
      const at = Date.now();
      await happens(bench, [alarm]);
      return { ...alarm, writtenAt: at };
    }),
  );
  await untilSaid(
    bench,
    alarms.map(({ who }) => who),
  );
  const took = (topic: Alarm["topic"]) =>
    written
      .filter((one) => one.topic === topic)
      .map(({ who, writtenAt }) => firstSaid(bench, who) - writtenAt);
  const silent = took("session.silent");
  const crossed = took("budget.crossed");
  const line = (name: string, ms: number[]) => [
    name,
    String(ms.length),
    ...[50, 95, 99, 100].map((percent) => round(percentile(ms, percent))),
  ];
  return {
    section: {
      title: `From an alarm to the message in its channel, in milliseconds: ${CHANNELS} channels, at random instants`,
      columns: ["", "alarms", "median", "p95", "p99", "longest"],
      lines: [line("a heartbeat lost", silent), line("a budget crossed", crossed)],
    },
    aims: [
      ["a heartbeat lost is in the channel: p99", silent] as const,
      ["a budget crossed is in the channel: p99", crossed] as const,
    ].map(([what, ms]) => ({
      what,
      measured: percentile(ms, 99),
      aim: MOST_P99_MS,
      unit: "ms",
      isMost: true,
    })),
  };
}

async function tellCrowd(bench: Bench, bot: Measured): Promise<{ section: Section; aims: Aim[] }> {
  const events = crowdEvents();
  bench.say(`Slack: ${events.length} events within a minute, to one channel`);
  const cpuBefore = await bot.cpuMs();
  const from = Date.now();
  const aSecond = Math.ceil(events.length / CROWD_SECONDS);
  for (let second = 0; second * aSecond < events.length; second++) {
    await sleep(Math.max(0, from + second * 1_000 - Date.now()));
    for (const event of events.slice(second * aSecond, (second + 1) * aSecond)) await happens(bench, [event]);
  }
  const lastAt = Date.now();
  const said = () => threadLines(bench.double);
  while (said().length < events.length && Date.now() < lastAt + PATIENCE_MS) await sleep(200);
  const toldAt = Math.max(...messagesIn(bench.double).map(({ ts }) => Number(ts) * 1_000));
  // What is told twice comes soon after.
  await sleep(5_000);
  const tellings = Map.groupBy(
    said().map((line) => /^Bench \d+\./.exec(line)?.[0] ?? line),
    (who) => who,
  );
  const messages = messagesIn(bench.double);
  const shown = messages.filter(({ threadTs, broadcast }) => !threadTs || broadcast);
  const lost = events.filter(({ who }) => !tellings.has(who)).length;
  const twice = [...tellings.values()].filter(({ length }) => length > 1).length;
  return {
    section: {
      title: `${events.length} events in a minute to one channel, ${CROWD_SILENT} of them alarms`,
      columns: ["", "cards", "alarms shown", "replies", "edits", "told after, s", "CPU s"],
      lines: [
        [
          `${CROWD_SESSIONS} sessions begin`,
          String(messages.filter(({ threadTs }) => !threadTs).length),
          String(messages.filter(({ broadcast }) => broadcast).length),
          String(messages.filter(({ threadTs, broadcast }) => threadTs && !broadcast).length),
          String(messages.reduce((sum, { edits }) => sum + edits, 0)),
          round((toldAt - lastAt) / 1_000),
          round(((await bot.cpuMs()) - cpuBefore) / 1_000),
        ],
      ],
    },
    aims: [
      {
        what: `messages that ${events.length} events become in a channel`,
        measured: shown.length,
        aim: MOST_MESSAGES,
        unit: "",
        isMost: true,
      },
      { what: "events that are lost", measured: lost, aim: 0, unit: "", isMost: true },
      { what: "events that are told twice", measured: twice, aim: 0, unit: "", isMost: true },
    ],
  };
}

interface Event {
  topic: "session.changed" | "session.attempt" | "session.silent" | "budget.crossed";
  subject: string;
  who: string;
  state?: string;
}

/** Of each session in its order, and all of them at once. */
function crowdEvents(): Event[] {
  const chance = sequence(11);
  const lives = Array.from({ length: CROWD_SESSIONS }, (_, n) => {
    const subject = `ses_slack_crowd_${n}`;
    return [
      { topic: "session.changed" as const, subject, state: "requested" },
      { topic: "session.attempt" as const, subject },
      { topic: "session.changed" as const, subject, state: "starting" },
      { topic: "session.changed" as const, subject, state: "running" },
      ...(n < CROWD_SILENT ? [{ topic: "session.silent" as const, subject }] : []),
    ];
  });
  const events: Event[] = [];
  for (let left = lives.flat().length; left > 0; left--) {
    const open = lives.filter(({ length }) => length > 0);
    const next = open[Math.floor(chance() * open.length)]?.shift();
    if (next) events.push({ ...next, who: `Bench ${events.length}.` });
  }
  return events;
}

/** As the verbs write it: the row, and a word to those who listen. */
async function happens({ sql, accountId }: Bench, events: readonly Event[]): Promise<void> {
  const rows = events.map(({ topic, subject, who, state = "running" }) => ({
    topic,
    subject,
    who,
    payload: JSON.stringify(
      {
        "session.changed": { state, attempt: 1, reason: null, detail: null },
        "session.attempt": { attempt: 1, outcome: "there", detail: "it is there" },
        "session.silent": { heardAt: null },
        "budget.crossed": {
          name: subject,
          threshold: 80,
          spent: "80.000000",
          limit: "100.000000",
          periodStartsAt: new Date().toISOString(),
          did: "notify",
          sessionsEnded: 0,
        },
      }[topic],
    ),
  }));
  await sql.begin(async (tx) => {
    await tx`
      insert into events (xid, at, account_id, topic, subject, actor, actor_name, payload)
      select pg_current_xact_id(), now(), ${accountId}, topic, subject, 'bench', who, payload::jsonb
      from unnest(${rows.map(({ topic }) => topic)}::text[], ${rows.map(({ subject }) => subject)}::text[],
        ${rows.map(({ who }) => who)}::text[], ${rows.map(({ payload }) => payload)}::text[])
        as t (topic, subject, who, payload)`;
    await tx`select pg_notify('berth_events', '')`;
  });
}

/** What was posted as it was posted: a card that is edited later tells of what came later, too. */
interface Posted {
  at: number;
  said: string;
}

function keepPosts(workspace: Workspace): Posted[] {
  const posts: Posted[] = [];
  const add = workspace.add.bind(workspace);
  workspace.add = (message) => {
    const added = add(message);
    // A reply is in the channel only if it is shown there.
    if (!added.threadTs || added.broadcast)
      posts.push({ at: Date.now(), said: `${added.text} ${JSON.stringify(added.blocks)}` });
    return added;
  };
  return posts;
}

const firstSaid = ({ posts }: Bench, who: string): number =>
  posts.find(({ said }) => said.includes(who))?.at ?? Number.POSITIVE_INFINITY;

async function untilSaid(bench: Bench, all: readonly string[]): Promise<void> {
  const giveUpAt = Date.now() + PATIENCE_MS;
  for (;;) {
    const missing = all.filter((who) => !Number.isFinite(firstSaid(bench, who)));
    if (missing.length === 0) return;
    if (Date.now() > giveUpAt)
      throw new PlainFailure(`${missing.length} of ${all.length} alarms are in no channel: ${missing[0]}`);
    await sleep(100);
  }
}

const messagesIn = ({ workspace }: Double) =>
  workspace.messages.filter(({ channel }) => channel === CROWD_CHANNEL);

const threadLines = (double: Double) =>
  messagesIn(double).flatMap(({ threadTs, text }) => (threadTs ? text.split("\n") : []));

/** The same at every run, so that runs may be compared (Park and Miller). */
function sequence(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 48_271) % 2_147_483_647;
    return state / 2_147_483_647;
  };
}

const PERIODS = ["day", "week", "month"];

/** Sessions that run, and budgets, of each team; and the sessions of the crowd. */
async function seed(sql: postgres.Sql, accountId: string): Promise<void> {
  const sessions = [
    ...Array.from({ length: CHANNELS }, (_, channel) =>
      Array.from({ length: SESSIONS_EACH }, (_, n) => ({
        id: `ses_slack_${channel}_${n}`,
        team: teamOf(channel),
      })),
    ).flat(),
    ...Array.from({ length: CROWD_SESSIONS }, (_, n) => ({ id: `ses_slack_crowd_${n}`, team: "crowd" })),
  ];
  await sql`insert into credit_balances (account_id, at) values (${accountId}, now()) on conflict do nothing`;
  await sql`
    with rows as (
      select id, team, now() - interval '5 minutes' as began
      from unnest(${sessions.map(({ id }) => id)}::text[], ${sessions.map(({ team }) => team)}::text[]) as t (id, team)
    ), held as (
      insert into credit_holds (id, account_id, purpose, state, amount, captured, released, lapses_at, created_at)
      select 'hld_' || id, ${accountId}, id, 'open', 24000000, 0, 0, began + interval '60 days', began from rows returning id
    )
    insert into sessions (id, account_id, consumer, created_by, created_at, state, state_since, offer_id, gpu_model,
      gpu_count, vram_gb, kind, price_per_hour, cap_per_hour, hours, image, disk_gb, ports, sealed_order, public_key,
      attempts, billable_since, longest_until, ready_at, ends_at, hold_id, held, settled, settled_until)
    select id, ${accountId}, team, 'usr_bench', began, 'running', began, (select min(id) from offers), 'H100', 1, 80,
      'on_demand', 2000000, 2000000, 12, 'image', 10, '{}', '', '', 1, began, began + interval '12 hours', began,
      began + interval '12 hours', 'hld_' || id, 24000000, 0, began
    from rows where (select count(*) from held) >= 0`;
  const budgets = Array.from({ length: CHANNELS }, (_, channel) =>
    PERIODS.map((period, n) => ({ id: `bud_slack_${channel}_${n}`, team: teamOf(channel), period })),
  ).flat();
  await sql`
    insert into budgets (id, account_id, name, scope, scope_value, period, zone, limit_micros, thresholds, rungs, created_by,
      created_at, period_starts_at, period_ends_at, seen_seq)
    select id, ${accountId}, id, 'consumer', team, period, 'UTC', 100000000, '{50,80,100}', '[]', 'usr_bench', now(),
      date_trunc('day', now()), date_trunc('day', now()) + interval '1 day', 0
    from unnest(${budgets.map(({ id }) => id)}::text[], ${budgets.map(({ team }) => team)}::text[],
      ${budgets.map(({ period }) => period)}::text[]) as t (id, team, period)`;
  await sql`vacuum analyze sessions, budgets`;
}
