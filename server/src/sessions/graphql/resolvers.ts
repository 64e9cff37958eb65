import DataLoader from "dataloader";
import {
  Arg,
  Ctx,
  FieldResolver,
  ID,
  Int,
  Mutation,
  Query,
  Resolver,
  Root,
  Subscription,
} from "type-graphql";
import { InsufficientCreditsType, KeyCeilingReachedType } from "../../credits/graphql/index.ts";
import { catalog } from "../../events/catalog.ts";
import { type Happened, readEnds, readOfSubject } from "../../events/replay.ts";
import { Access } from "../../graphql/access.ts";
import { type GraphContext, loader } from "../../graphql/context.ts";
import { FedBy, onlyThroughTheHub, Resync } from "../../graphql/feed.ts";
import { pageSize, Page, wrongCursor } from "../../graphql/paging.ts";
import {
  answer,
  IdempotencyKeyInUseType,
  IdempotencyKeyReusedType,
  InvalidInputType,
  NotAllowedType,
  NotFoundType,
  resultUnion,
} from "../../graphql/refusals.ts";
import { CursorScalar, UsdScalar } from "../../graphql/scalars.ts";
import { encodeCursor, type Position } from "../../values/cursor.ts";
import type { Usd } from "../../values/money.ts";
import { allowLonger } from "../allow-longer.ts";
import { startOnce } from "../start-once.ts";
import { extendOnce } from "../extend.ts";
import { rekeySession } from "../rekey.ts";
import { accountOf } from "../account-of.ts";
import { costOfSession } from "../settle.ts";
import { stopSession } from "../stop.ts";
import { sshCommandOf, sshConfigOf } from "../rules/connect.ts";
import { listMachinesOf, listStretches, type MachineRow, type StretchRow } from "../store/machines.ts";
import { listMinutes, type MinuteRow } from "../store/minutes.ts";
import { findSession, listSessions } from "../store/sessions.ts";
import { ActivitySession, OwnBillSession } from "./session-elsewhere.ts";
import { costFeed, sessionsFeed, wholeVitalsFeed } from "./feeds.ts";
import { heartbeatsFeed, vitalsFeed } from "./heard-feeds.ts";
import {
  type HeartbeatsDelta,
  type HeartbeatsSnapshot,
  HeartbeatsUpdate,
  type SessionVitalsDelta,
  type SessionVitalsSnapshot,
  SessionVitalsUpdate,
} from "./heard-types.ts";
import type { StoragePolicy } from "../rules/saving.ts";
import { SessionSaving, StoragePolicyEnum } from "./saving-types.ts";
import { ownKeyResolvers } from "./own-keys.ts";
import { SessionTemplatesResolver } from "./templates.ts";
import { type SessionNode, toSession } from "./to-session.ts";
import {
  ApprovalRequiredType,
  BeyondLongestType,
  CostTick,
  MachineType,
  NoSuchMachineType,
  SessionConnection,
  SessionEventType,
  SessionIsOverType,
  SessionRekeyed,
  SessionsDelta,
  SessionsSnapshot,
  SessionStarted,
  StartsBlockedType,
  SessionsUpdate,
  SessionType,
  StartSessionInput,
  TooManySessionsType,
} from "./types.ts";
import { VitalsMinute } from "./vitals-types.ts";

const StartSessionResult = resultUnion(
  "StartSessionResult",
  SessionStarted,
  InsufficientCreditsType,
  KeyCeilingReachedType,
  NoSuchMachineType,
  TooManySessionsType,
  StartsBlockedType,
  ApprovalRequiredType,
  NotFoundType,
  InvalidInputType,
  IdempotencyKeyReusedType,
  IdempotencyKeyInUseType,
);
const ExtendSessionResult = resultUnion(
  "ExtendSessionResult",
  SessionType,
  InsufficientCreditsType,
  KeyCeilingReachedType,
  BeyondLongestType,
  SessionIsOverType,
  StartsBlockedType,
  NotFoundType,
  NotAllowedType,
  InvalidInputType,
  IdempotencyKeyReusedType,
  IdempotencyKeyInUseType,
);
const StopSessionResult = resultUnion("StopSessionResult", SessionType, NotFoundType, NotAllowedType);
const DoneSessionResult = resultUnion("DoneSessionResult", SessionType, NotFoundType, NotAllowedType);
const ReissueSessionKeyResult = resultUnion(
  "ReissueSessionKeyResult",
  SessionRekeyed,
  SessionIsOverType,
  NotFoundType,
  NotAllowedType,
  InvalidInputType,
);

const AllowLongerSessionResult = resultUnion(
  "AllowLongerSessionResult",
  SessionType,
  SessionIsOverType,
  NotFoundType,
  InvalidInputType,
);

const KEY = "Yours to choose: with the same key it is done once.";

@Resolver()
class SessionsResolver {
  @Access("sessions.read", "account")
  @Query(() => SessionConnection, { description: "The account's sessions, the newest first." })
  async sessions(
    @Ctx() ctx: GraphContext,
    @Arg("alive", () => Boolean, {
      nullable: true,
      description: "Only those that are over, or that are not.",
    })
    alive: boolean | null,
    @Arg("first", () => Int, { defaultValue: 50 }) first: number,
    @Arg("after", () => String, { nullable: true }) after: string | null,
  ): Promise<SessionConnection> {
    const size = pageSize(first);
    const place = after == null ? null : readPlace(after);
    const { head } = await readEnds(ctx.sql);
    const rows = await listSessions(ctx, accountOf(ctx), {
      alive: alive ?? null,
      after: place,
      limit: size + 1,
    });
    const page = new Page(rows.map(toSession), size, after, writePlace);
    return Object.assign(page, { liveCursor: head });
  }

  @Access("sessions.read", "account")
  @Query(() => SessionType, { nullable: true })
  async session(@Ctx() ctx: GraphContext, @Arg("id", () => ID) id: string): Promise<SessionType | null> {
    const row = await findSession(ctx, accountOf(ctx), id);
    return row ? toSession(row) : null;
  }

  @Access("sessions.start")
  @Mutation(() => StartSessionResult, {
    description: "Holds what it may cost and begins to look for a machine. No provider is waited for.",
  })
  startSession(
    @Ctx() ctx: GraphContext,
    @Arg("input", () => StartSessionInput) input: StartSessionInput,
    @Arg("idempotencyKey", () => String, { description: KEY }) idempotencyKey: string,
  ) {
    return answer(
      startOnce(ctx, input, idempotencyKey).then(({ session, ...rest }) => ({
        ...rest,
        session: toSession(session),
      })),
    );
  }

  @Access("sessions.start")
  @Mutation(() => ExtendSessionResult, {
    description: "Moves its end, and holds what the added hours may cost.",
  })
  extendSession(
    @Ctx() ctx: GraphContext,
    @Arg("sessionId", () => ID) sessionId: string,
    @Arg("hours", () => Int) hours: number,
    @Arg("idempotencyKey", () => String, { description: KEY }) idempotencyKey: string,
  ) {
    return answer(extendOnce(ctx, sessionId, hours, idempotencyKey).then(toSession));
  }

  @Access("sessions.stop")
  @Mutation(() => StopSessionResult, {
    description:
      "Asks for its end. Asking again changes nothing; it is stopped once its machine is proven gone.",
  })
  stopSession(
    @Ctx() ctx: GraphContext,
    @Arg("sessionId", () => ID) sessionId: string,
    @Arg("withoutSaving", () => Boolean, {
      defaultValue: false,
      description: "At once, also where something was to be saved, or is being saved.",
    })
    withoutSaving: boolean,
  ) {
    return answer(stopSession(ctx, sessionId, "asked-to-stop", withoutSaving).then(toSession));
  }

  @Access("sessions.stop")
  @Mutation(() => DoneSessionResult, { description: "Says that what it was for is done, and ends it." })
  doneSession(@Ctx() ctx: GraphContext, @Arg("sessionId", () => ID) sessionId: string) {
    return answer(stopSession(ctx, sessionId, "done").then(toSession));
  }

  @Access("sessions.start")
  @Mutation(() => ReissueSessionKeyResult, {
    description:
      "Lets another key in to a running machine and the old one out, so that a lost one loses no machine.",
  })
  reissueSessionKey(
    @Ctx() ctx: GraphContext,
    @Arg("sessionId", () => ID) sessionId: string,
    @Arg("publicKey", () => String, { nullable: true, description: "Left out, a pair is made." })
    publicKey: string | null,
  ) {
    return answer(
      rekeySession(ctx, sessionId, publicKey).then(({ session, privateKey }) => ({
        session: toSession(session),
        privateKey,
      })),
    );
  }

  @Access("sessions.allowLonger")
  @Mutation(() => AllowLongerSessionResult, {
    description:
      "For those who run this Berth: lets a running machine, whoever's it is, be extended beyond twelve hours from its beginning. It is in the account's history with its reason.",
  })
  allowLongerSession(
    @Ctx() ctx: GraphContext,
    @Arg("sessionId", () => ID) sessionId: string,
    @Arg("hours", () => Int, { description: "13 to 72, from its beginning." }) hours: number,
    @Arg("reason", () => String) reason: string,
  ) {
    return answer(allowLonger(ctx, sessionId, hours, reason).then(toSession));
  }

  @FedBy(sessionsFeed)
  @Subscription(() => SessionsUpdate, {
    subscribe: onlyThroughTheHub,
    description: "Starts with a snapshot, or with what came after the cursor.",
  })
  sessionChanged(
    @Root() update: SessionsSnapshot | SessionsDelta | Resync,
    @Arg("sessionId", () => ID, { nullable: true }) _sessionId: string | null,
    @Arg("after", () => CursorScalar, { nullable: true }) _after: Position | null,
  ): typeof SessionsUpdate {
    return update;
  }

  @FedBy(heartbeatsFeed)
  @Subscription(() => HeartbeatsUpdate, {
    subscribe: onlyThroughTheHub,
    description:
      "Every heartbeat of the account's agents, and which of them fall silent. Starts with a snapshot, or with what came after the cursor, which leads back an hour.",
  })
  heartbeats(
    @Root() update: HeartbeatsSnapshot | HeartbeatsDelta | Resync,
    @Arg("sessionId", () => ID, { nullable: true }) _sessionId: string | null,
    @Arg("after", () => CursorScalar, { nullable: true }) _after: Position | null,
  ): typeof HeartbeatsUpdate {
    return update;
  }

  @FedBy(vitalsFeed)
  @Subscription(() => SessionVitalsUpdate, {
    subscribe: onlyThroughTheHub,
    description:
      "How the machines are doing: a snapshot, or what came after the cursor, then each machine whose agent was heard.",
  })
  sessionVitals(
    @Root() update: SessionVitalsSnapshot | SessionVitalsDelta | Resync,
    @Arg("sessionId", () => ID, { nullable: true }) _sessionId: string | null,
    @Arg("after", () => CursorScalar, { nullable: true }) _after: Position | null,
  ): typeof SessionVitalsUpdate {
    return update;
  }

  @FedBy(wholeVitalsFeed)
  @Subscription(() => [SessionType], {
    subscribe: onlyThroughTheHub,
    deprecationReason: "sessionVitals tells what changed, and resumes from a cursor.",
    description:
      "How the machines are doing, anew whenever an agent is heard. What is missed is made up for by the next.",
  })
  vitalsTicks(@Root() { sessions }: { sessions: SessionType[] }): SessionType[] {
    return sessions;
  }

  @FedBy(costFeed)
  @Subscription(() => CostTick, {
    subscribe: onlyThroughTheHub,
    description:
      "What the account's sessions cost, every second, from the function that settles the ledger. Each tick tells the whole: after a cursor it begins at once with how things stand now, unless that is what the cursor is of.",
  })
  costTicks(
    @Root() tick: CostTick,
    @Arg("after", () => CursorScalar, { nullable: true }) _after: Position | null,
  ): CostTick {
    return tick;
  }
}

@Resolver(() => SessionType)
class SessionFields {
  @FieldResolver(() => UsdScalar, {
    description: "What it has cost until now; its final price once it is over.",
  })
  async cost(@Root() { row }: SessionNode, @Ctx() ctx: GraphContext): Promise<Usd> {
    if (row.endedAt) return row.settledMicros;
    return costOfSession(row, await loader(ctx, stretchesLoader).load(row.id), ctx.now());
  }

  @FieldResolver(() => UsdScalar, { description: "What it costs an hour at this instant." })
  async ratePerHour(@Root() { row }: SessionNode, @Ctx() ctx: GraphContext): Promise<Usd> {
    // A reservation is paid for as a whole.
    if (row.prepaid) return 0n;
    const stretches = await loader(ctx, stretchesLoader).load(row.id);
    return stretches.find(({ until }) => until === null)?.pricePerHour ?? 0n;
  }

  @FieldResolver(() => StoragePolicyEnum)
  storagePolicy(@Root() { row }: SessionNode): StoragePolicy {
    return row.saveMinutes === null ? "discard" : "save";
  }

  @FieldResolver(() => SessionSaving, {
    nullable: true,
    description: "What became of what was to be saved; null until something did, and where nothing is.",
  })
  saving(@Root() { row }: SessionNode): SessionSaving | null {
    return row.saveState && { state: row.saveState, exitStatus: row.saveExit };
  }

  @FieldResolver(() => [MachineType], { description: "Every machine that was tried, in order." })
  machines(@Root() { row }: SessionNode, @Ctx() ctx: GraphContext): Promise<MachineRow[]> {
    return loader(ctx, machinesLoader).load(row.id);
  }

  @FieldResolver(() => String, { nullable: true, description: "Null until one can log in." })
  async sshCommand(@Root() { row }: SessionNode, @Ctx() ctx: GraphContext): Promise<string | null> {
    const address = await addressOf(ctx, row.id, row.state);
    return address && sshCommandOf(address);
  }

  @FieldResolver(() => String, { nullable: true, description: "For ~/.ssh/config." })
  async sshConfig(@Root() { row }: SessionNode, @Ctx() ctx: GraphContext): Promise<string | null> {
    const address = await addressOf(ctx, row.id, row.state);
    return address && sshConfigOf(row.id, address);
  }

  @FieldResolver(() => [VitalsMinute], {
    description: "How its machine was, minute by minute, up to now. Kept for a week.",
  })
  async vitalsHistory(
    @Root() { row }: SessionNode,
    @Ctx() ctx: GraphContext,
    @Arg("minutes", () => Int, { defaultValue: 60, description: "1 to 720." }) minutes: number,
  ): Promise<VitalsMinute[]> {
    const back = Math.min(720, Math.max(1, minutes)) * 60_000;
    const until = row.endedAt ?? ctx.now();
    return loader(ctx, minutesLoader).load({ id: row.id, since: new Date(until.getTime() - back) });
  }

  @FieldResolver(() => [SessionEventType], { description: "What happened to it, the newest first." })
  async events(@Root() { row }: SessionNode, @Ctx() ctx: GraphContext): Promise<SessionEventType[]> {
    return (await readOfSubject(ctx.sql, { accountId: row.accountId, subject: row.id, limit: 200 })).map(
      toEvent,
    );
  }
}

export const sessionResolvers = [
  SessionsResolver,
  SessionFields,
  SessionTemplatesResolver,
  ActivitySession,
  OwnBillSession,
  ...ownKeyResolvers,
] as const;

async function addressOf(ctx: GraphContext, sessionId: string, state: string) {
  if (state !== "running") return null;
  const machines = await loader(ctx, machinesLoader).load(sessionId);
  return machines.findLast((machine) => machine.state === "there")?.ssh?.[0] ?? null;
}

function minutesLoader(ctx: GraphContext): DataLoader<{ id: string; since: Date }, MinuteRow[], string> {
  return new DataLoader(
    async (asked) => {
      const earliest = new Date(Math.min(...asked.map(({ since }) => since.getTime())));
      const ids = [...new Set(asked.map(({ id }) => id))];
      const rows = Map.groupBy(await listMinutes(ctx, ids, earliest), ({ sessionId }) => sessionId);
      return asked.map(({ id, since }) => (rows.get(id) ?? []).filter(({ beganAt }) => beganAt >= since));
    },
    { cacheKeyFn: ({ id, since }) => `${id} ${since.getTime()}` },
  );
}

function machinesLoader(ctx: GraphContext): DataLoader<string, MachineRow[]> {
  return new DataLoader(async (ids) => {
    const rows = await listMachinesOf(ctx, ids);
    return ids.map((id) => rows.filter(({ sessionId }) => sessionId === id));
  });
}

function stretchesLoader(ctx: GraphContext): DataLoader<string, StretchRow[]> {
  return new DataLoader(async (ids) => {
    const rows = await listStretches(ctx, ids);
    return ids.map((id) => rows.filter(({ sessionId }) => sessionId === id));
  });
}

function toEvent({ position, at, topic, actorName, payload }: Happened): SessionEventType {
  const entry = catalog[topic];
  const read = entry.payload.safeParse(payload);
  const says = entry.says as (payload: unknown) => string;
  return {
    id: encodeCursor(position),
    at,
    topic,
    actorName,
    summary: read.success ? says(read.data) : topic,
  };
}

function writePlace({ createdAt, id }: SessionType): string {
  return Buffer.from(`s1.${createdAt.getTime()}.${id}`).toString("base64url");
}

function readPlace(cursor: string): { createdAt: Date; id: string } {
  const match = /^s1\.(\d{1,14})\.(ses_[0-9a-z]{26})$/.exec(
    Buffer.from(cursor.slice(0, 80), "base64url").toString("latin1"),
  );
  if (match?.[1] && match[2]) return { createdAt: new Date(Number(match[1])), id: match[2] };
  throw wrongCursor();
}
