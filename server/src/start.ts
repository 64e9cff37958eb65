import { readFileSync } from "node:fs";
import { makeSenders, unsubscribeRoute } from "./alerts/index.ts";
import { changedRoute, feedRoute, googleRoute } from "./calendars/index.ts";
import { authRoute, clientAddress, KeyUsage, makeAuth, makeIdentify, revocations } from "./accounts/index.ts";
import { paymentRoute, statementRoute } from "./credits/index.ts";
import { makeThreadedForecaster } from "./forecasts/index.ts";
import { startApi } from "./http/api.ts";
import { selectedReader } from "./http/selections.ts";
import { readMarketRevision } from "./offers/index.ts";
import { makeBell } from "./platform/bell.ts";
import { clockAhead, sandboxClock } from "./platform/clock.ts";
import type { Config } from "./platform/config.ts";
import { makeContext, type Platform } from "./platform/context.ts";
import { openDatabase } from "./platform/db/database.ts";
import { goByDatabase } from "./platform/db/hour.ts";
import { isUnavailable } from "./platform/db/errors.ts";
import { APP_ROLE } from "./platform/db/roles.ts";
import { startJobs } from "./platform/jobs/jobs.ts";
import type { Log } from "./platform/log.ts";
import { Errands } from "./platform/errands.ts";
import { addressForChannels, makeGoogle } from "./platform/google/google.ts";
import { Loops, refuseTooOld } from "./platform/loops/loops.ts";
import { makeMailTransport } from "./platform/mail.ts";
import { makeOutgoing } from "./platform/outgoing.ts";
import { ownNode } from "./platform/own-node.ts";
import { makePayments } from "./platform/payments.ts";
import { systemRandom } from "./platform/random.ts";
import { makeSandbox } from "./platform/sandbox.ts";
import { makeSeal } from "./platform/seal.ts";
import { sshShell } from "./platform/shell.ts";
import { Shutdown } from "./platform/shutdown.ts";
import type { SteadyClock } from "./platform/steady-clock.ts";
import { makeClouds, makeProviders } from "./providers/make-providers.ts";
import { jobs, loops, type Scheduled } from "./schedule.ts";
import { followClock } from "./sandbox/index.ts";
import { wallRoute } from "./savings/index.ts";
import { buildSchema } from "./schema.ts";
import { agentRoute, lookAtAll, OwnClouds, readDeployment, type SessionWork } from "./sessions/index.ts";
import { SYSTEM } from "./values/actor.ts";

export interface Berth {
  /** Where the API answers; nothing for a process that only works. */
  url: string | null;
  stop(): Promise<void>;
}

/** Puts the parts together and starts them, each after what it needs; stopping goes the other way. */
export async function startBerth(config: Config, clock: SteadyClock, log: Log): Promise<Berth> {
  const shutdown = new Shutdown(clock, log);
  try {
    const url = await start(config, clock, log, shutdown);
    return { url, stop: () => shutdown.close() };
  } catch (error) {
    await shutdown.close();
    throw error;
  }
}

async function start(
  config: Config,
  steady: SteadyClock,
  log: Log,
  shutdown: Shutdown,
): Promise<string | null> {
  const base = clockAhead(config.CLOCK_AHEAD_SECONDS * 1_000, steady);
  const sandbox = config.SANDBOX ? makeSandbox(config, sandboxClock(base)) : null;
  const clock = sandbox?.clock ?? base;
  const database = openDatabase({
    url: config.DATABASE_URL,
    pool: config.DATABASE_POOL,
    clock,
    log,
    name: "berth",
    role: APP_ROLE,
  });
  shutdown.add("database", database.close);
  const { sql } = database;
  const agreeing = new AbortController();
  shutdown.add("hour", () => agreeing.abort());
  await goByDatabase(sql, steady, log, agreeing.signal);
  const bell = makeBell(sql, clock, log);
  shutdown.add("bell", () => bell.close());
  const seal = makeSeal(config.BERTH_SECRET, systemRandom, config.BERTH_SECRETS_BEFORE);
  const platform: Platform = { db: database.db, clock, random: systemRandom, log, bell, seal };

  if (sandbox) {
    const following = await followClock(platform, sandbox);
    shutdown.add("sandbox", () => following.stop());
  }

  const google = makeGoogle(config);
  const schema = buildSchema();
  const openCloud = makeClouds(config, clock, log);

  // Whoever works here says that it is ready once it has seen what providers have.
  let hasLooked = true;
  if (config.ROLES.has("worker")) {
    const providers = makeProviders(config, openCloud);
    const errands = new Errands({ most: 200, log });
    const looks = new Errands({ most: 100, log });
    const ctx = makeContext(platform, SYSTEM);
    const sessions: SessionWork = {
      ctx,
      providers: new Map(providers.map((provider) => [provider.id, provider])),
      ownClouds: new OwnClouds(openCloud),
      errands,
      looks,
      shell: sshShell,
      operators: config.OPERATORS,
      agentUrl: config.AGENT_URL ?? config.PUBLIC_URL,
    };
    const forecaster = makeThreadedForecaster();
    shutdown.add("forecaster", () => forecaster.stop());
    const transport = makeMailTransport(config);
    const outgoing = makeOutgoing({ allowPrivate: config.WEBHOOKS_TO_PRIVATE });
    shutdown.add("outgoing", () => outgoing.close());
    const scheduled: Scheduled = {
      config,
      ctx,
      sql,
      providers,
      transport,
      readSelected: selectedReader({
        schema,
        executor: config.EXECUTOR,
        platform,
        sql,
        publicUrl: config.PUBLIC_URL,
      }),
      senders: makeSenders({ outgoing, transport, seal, publicUrl: config.PUBLIC_URL }),
      confirming: { origin: config.PUBLIC_URL, mailFrom: config.MAIL_FROM },
      mirroring: google && {
        google,
        origin: config.PUBLIC_URL,
        channelAddress: addressForChannels(config),
      },
      sandbox,
      sessions,
      forecasts: { ctx, forecaster, replayDays: config.FORECAST_REPLAY_DAYS },
    };
    // A Berth that does not know its own machines must not begin to rent or to end any, nor one that is too old to. A database that is
    // away is waited for like everything else that needs it.
    await Promise.all([readDeployment(ctx), refuseTooOld(sql)]).catch((error: unknown) => {
      if (!isUnavailable(error)) throw error;
    });
    shutdown.add("errands", () => errands.stop());
    shutdown.add("looks", () => looks.stop());
    const stopping = new AbortController();
    shutdown.add("first look", () => stopping.abort());
    hasLooked = false;
    void lookAtAll(sessions, stopping.signal).then(() => {
      hasLooked = true;
    });
    const running = startJobs({ url: config.DATABASE_URL, jobs: jobs(scheduled), log, clock });
    shutdown.add("jobs", () => running.stop());
    const turns = new Loops({ sql, clock, log, owner: scheduled.ctx.newId("req") });
    turns.start(loops(scheduled));
    shutdown.add("loops", () => turns.stop());
  }

  if (!config.ROLES.has("api")) return null;
  const auth = makeAuth({ config, platform, database });
  const { identify, forget } = makeIdentify({
    platform,
    sql,
    auth,
    operators: config.OPERATORS,
  });
  const usage = new KeyUsage(sql, clock, log);
  shutdown.add("key usage", () => usage.write());
  const payments = makePayments(config, clock);
  const api = await startApi({
    config,
    platform,
    sql,
    schema,
    knownDocuments: readKnownDocuments(config),
    identify,
    clientAddress,
    isReady: () => hasLooked,
    accessChanged: (event) => {
      const changed = revocations(event);
      if (changed) forget(changed);
      return changed;
    },
    // A provider's state also changes by time alone, so no answer is kept for over a minute.
    marketRevision: async () =>
      `${await readMarketRevision(sql)} ${Math.floor(clock.now().getTime() / 60_000)}`,
    routes: [
      authRoute(auth),
      statementRoute({ platform, identify }),
      paymentRoute({ platform, payments }),
      unsubscribeRoute(() => makeContext(platform, SYSTEM)),
      feedRoute({ platform, publicUrl: config.PUBLIC_URL }),
      googleRoute({ platform, google, publicUrl: config.PUBLIC_URL, identify }),
      changedRoute(() => makeContext(platform, SYSTEM)),
      wallRoute({ platform }),
      agentRoute(() => makeContext(platform, SYSTEM), config.AGENT_FILE, ownNode()),
    ],
    payments,
    google,
    openCloud,
    sandbox,
    noteUsage: (...noted) => usage.note(...noted),
  });
  shutdown.add("api", () => api.stop());
  return api.url;
}

function readKnownDocuments({ PERSISTED_DOCUMENTS: file }: Config): Record<string, string> {
  return file ? (JSON.parse(readFileSync(file, "utf8")) as Record<string, string>) : {};
}
