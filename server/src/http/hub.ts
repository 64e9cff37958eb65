import type { ExecutionResult, GraphQLFormattedError } from "graphql";
import type { Announcement } from "../events/announce.ts";
import type { Happened } from "../events/replay.ts";
import type { Tail } from "../events/tail.ts";
import type { Feed } from "../graphql/feed.ts";
import { Resync } from "../graphql/feed.ts";
import type { GraphContext } from "../graphql/context.ts";
import type { Clock, Timer } from "../platform/clock.ts";
import type { Log } from "../platform/log.ts";
import { metrics } from "../platform/metrics.ts";
import { compare, isAfter, type Position } from "../values/cursor.ts";
import { Beats } from "./beats.ts";
import type { Prepared } from "./documents.ts";
import type { Execute } from "./executor.ts";
import { speakError } from "./faults.ts";
import { sharedRead } from "./shared-read.ts";
import { type Body, type Stretch, Stretches } from "./stretches.ts";

// The hub tells subscribers what happened. Those with the same document, the same variables and
// the same rights form a group: for each event a group is executed once and its answer is
// serialised once, and all its members are sent the same bytes.
//
// A group knows how far it has told its members. A new member is brought from its cursor up to
// that place, out of memory or out of the table, and joins in the same turn of the event loop in
// which it arrives there, so nothing falls between. That one motion, catching up, also serves
// everybody who was away and everybody who is slow: a member whose socket is full leaves the group,
// keeps nothing but its place, and catches up once the socket has drained. So a slow reader costs
// one cursor, whatever it misses; state comes to it coalesced, and what must not be left out is
// read again from the table. One that does not drain for a minute is cut, and may resume.

const CATCH_UP_PAGE = 500;
const FULL_BYTES = 1 << 20;
const SENDS_A_TURN = 200;
const STALL_CHECK_MS = 250;
const STALLED_TOO_LONG_MS = 60_000;

/** Where a subscription's frames go. */
export interface Reader {
  /** Sends one result; `body` is its JSON. */
  next(body: Body): void;
  fail(error: GraphQLFormattedError): void;
  bufferedBytes(): number;
  /** The reader cannot keep up: end its socket in a way that makes it resume. */
  cut(): void;
}

export interface Subscribing {
  prepared: Prepared;
  variables: Readonly<Record<string, unknown>>;
  /** The subscription field's arguments, coerced. */
  args: Record<string, unknown>;
  /** What the answer depends on besides document and variables. */
  rights: string;
  context: () => GraphContext;
  reader: Reader;
}

interface Member {
  reader: Reader;
  position: Position;
  /** As many of its group's announcements as its beginning knew of. */
  announcements?: number;
  gone: boolean;
}

interface Group {
  key: string;
  feed: Feed;
  fieldName: string;
  prepared: Prepared;
  /** Those of its first member: one that must not be null has to be there, and no frame depends on the cursor. */
  variables: Readonly<Record<string, unknown>>;
  args: Record<string, unknown>;
  accountId: string | null;
  context: () => GraphContext;
  members: number;
  live: Set<Member>;
  /** Members have been told everything up to here. */
  position: Position;
  waiting: Happened[];
  /** Something was announced since its members were told last. */
  announced: boolean;
  /** How often that was. */
  announcements: number;
  telling: Promise<void> | null;
  leaveBeat?: () => void;
  /** How things stand, for those who come without a cursor: looked at once for all who wait for it. */
  begin: () => Promise<Beginning>;
  /** The same for those who come back, where each frame tells the whole. */
  resume: () => Promise<Beginning>;
}

interface Beginning extends Stretch {
  announcements: number;
  /** The state's own place, where it bears one. */
  cursor: Position | undefined;
}

export class Hub {
  readonly #tail: Tail;
  readonly #execute: Execute;
  readonly #clock: Clock;
  readonly #log: Log;
  readonly #groups = new Map<string, Group>();
  /** Groups by whose events they hear: an account's id, or "" for the market. */
  readonly #listening = new Map<string, Set<Group>>();
  readonly #stretches: Stretches;
  readonly #beats: Beats;
  readonly #stalled = new Map<Member, { group: Group; sinceMs: number }>();
  #stallTimer: Timer | undefined;
  #stopped = false;
  readonly #ends: () => Promise<{ head: Position; floor: Position }>;
  readonly #unhear: () => void;

  constructor(tail: Tail, execute: Execute, clock: Clock, log: Log) {
    this.#tail = tail;
    this.#execute = execute;
    this.#clock = clock;
    this.#log = log;
    this.#stretches = new Stretches(clock);
    this.#beats = new Beats(clock);
    this.#ends = sharedRead(() => tail.ends());
    this.#unhear = tail.hear((events) => this.#hear(events));
  }

  /** Null when announcements may have been missed. */
  hearAnnouncement(heard: Announcement | null): void {
    for (const group of this.#groups.values()) {
      const { announced } = group.feed;
      if (!announced || (heard !== null && heard.topic !== announced)) continue;
      if (heard?.accountId !== undefined && heard.accountId !== group.accountId) continue;
      group.announcements += 1;
      this.#announce(group);
    }
  }

  #announce(group: Group): void {
    group.announced = true;
    group.telling ??= this.#tell(group);
  }

  stop(): void {
    this.#stopped = true;
    this.#unhear();
    this.#stallTimer?.cancel();
    this.#stretches.stop();
    this.#beats.stop();
    this.#groups.clear();
    this.#listening.clear();
  }

  /** Returns how to leave. */
  subscribe(asked: Subscribing): () => void {
    const group = this.#groupOf(asked);
    const member: Member = { reader: asked.reader, position: this.#reached(group), gone: false };
    group.members += 1;
    metrics.subscriptions.inc();
    void this.#welcome(group, member, asked);
    return () => this.#leave(group, member);
  }

  #leave(group: Group, member: Member): void {
    if (member.gone) return;
    member.gone = true;
    metrics.subscriptions.dec();
    group.live.delete(member);
    this.#stalled.delete(member);
    group.members -= 1;
    if (group.members > 0) return;
    this.#groups.delete(group.key);
    group.leaveBeat?.();
    const listening = this.#listening.get(group.accountId ?? "");
    listening?.delete(group);
    if (listening?.size === 0) this.#listening.delete(group.accountId ?? "");
    metrics.streamGroups.set(this.#groups.size);
  }

  #groupOf(asked: Subscribing): Group {
    const { prepared, rights } = asked;
    if (!prepared.subscription) throw new Error("not a subscription");
    const { feed, fieldName, cursorVariable } = prepared.subscription;
    // Where each begins is its own; what they are told after that is the same.
    const shared = { ...asked.variables };
    if (cursorVariable) delete shared[cursorVariable];
    const key = JSON.stringify([prepared.hash, prepared.operation.name?.value ?? "", sorted(shared), rights]);
    const found = this.#groups.get(key);
    if (found) return found;
    const { actor } = asked.context();
    const accountId = feed.sharing === "market" ? null : "accountId" in actor ? actor.accountId : "nobody";
    const group: Group = {
      key,
      feed,
      fieldName,
      prepared,
      variables: asked.variables,
      args: asked.args,
      accountId,
      context: asked.context,
      members: 0,
      live: new Set(),
      position: this.#tail.head,
      waiting: [],
      announced: false,
      announcements: 0,
      telling: null,
      begin: sharedRead(() => this.#readBeginning(group, (ctx, at) => feed.start(ctx, group.args, at))),
      resume: sharedRead(() =>
        this.#readBeginning(group, async (ctx) => (await feed.resume?.(ctx, group.args)) ?? {}),
      ),
    };
    this.#groups.set(key, group);
    // What changes by time alone is told by the clock, as long as anybody listens.
    if (feed.everyMs !== undefined)
      group.leaveBeat = this.#beats.join(feed.everyMs, () => this.#announce(group));
    const listening = this.#listening.get(accountId ?? "") ?? new Set();
    this.#listening.set(accountId ?? "", listening.add(group));
    metrics.streamGroups.set(this.#groups.size);
    return group;
  }

  #reached(group: Group): Position {
    return group.telling || group.feed.since ? group.position : this.#tail.head;
  }

  // ——— a member arrives, or comes back from being slow ———

  async #welcome(group: Group, member: Member, { args }: Subscribing): Promise<void> {
    try {
      const after = (args["after"] ?? null) as Position | null;
      if (after && group.feed.resume) {
        const { bodies, upTo, announcements, cursor } = await group.resume();
        member.position = upTo;
        member.announcements = announcements;
        if (cursor && isAfter(cursor, after)) this.#tellOne(member, bodies);
      } else if (after) {
        member.position = after;
        const resync = group.feed.since ? null : await this.#tooOld(group, after);
        if (group.feed.since) {
          // To now first, whatever the place is: the feed knows which it can go on from.
          const key = `${group.key} ${after.xid} ${after.id} on`;
          const { bodies, upTo } = await this.#stretches.get(key, () => this.#readSince(group, after, null));
          member.position = upTo;
          this.#tellOne(member, bodies);
        }
        if (resync) {
          member.position = resync.cursor;
          this.#tellOne(member, [await this.#bodyOf(group, group.context(), resync)]);
        }
      } else {
        const { bodies, upTo, announcements } = await group.begin();
        member.position = upTo;
        member.announcements = announcements;
        this.#tellOne(member, bodies);
      }
      // The place may come from another process that has read further than this one.
      if (!group.feed.since) await this.#tail.reach(member.position);
      await this.#catchUp(group, member);
    } catch (error) {
      this.#fail(group, member, error);
    }
  }

  async #readBeginning(
    group: Group,
    read: (context: GraphContext, at: Position) => Promise<object>,
  ): Promise<Beginning> {
    const { announcements } = group;
    // The place is taken before the state is read: what happens in between is told again, which is
    // harmless, and never left out.
    const { head } = await this.#ends();
    const context = group.context();
    const state = await read(context, head);
    const { cursor } = state as { cursor?: Position };
    const upTo = group.feed.since && cursor ? cursor : head;
    return { bodies: [await this.#bodyOf(group, context, state)], upTo, announcements, cursor };
  }

  async #tooOld(group: Group, after: Position): Promise<Resync | null> {
    const { head, floor } = await this.#ends();
    if (isAfter(after, head)) {
      return new Resync(head, "This cursor is ahead of all events: the history it belongs to was replaced.");
    }
    if (group.accountId === null && isAfter(floor, after)) {
      return new Resync(head, "This cursor is older than the history that is kept.");
    }
    return null;
  }

  async #catchUp(group: Group, member: Member): Promise<void> {
    while (!member.gone && !this.#stopped) {
      // The first to listen says from where on the group is told, and it is told at once.
      if (group.feed.since && group.live.size === 0 && !group.telling) group.position = member.position;
      const target = this.#reached(group);
      const ahead = compare(member.position, target);
      if (ahead === 0 || (ahead > 0 && !group.telling && !group.feed.since)) {
        group.live.add(member);
        if (group.feed.since && group.live.size === 1) this.#announce(group);
        // What was announced while it was on its way was told to others.
        if (!group.feed.since && (member.announcements ?? group.announcements) < group.announcements)
          this.#announce(group);
        return;
      }
      if (ahead > 0) {
        // It has read more than the group was told of, which is told now.
        if (group.feed.since) this.#announce(group);
        // What the group is telling now, this member has seen.
        await group.telling;
        continue;
      }
      if (member.reader.bufferedBytes() > FULL_BYTES) return this.#stall(group, member);
      const { bodies, upTo } = await this.#stretch(group, member.position, target);
      this.#tellOne(member, bodies);
      member.position = upTo;
    }
  }

  #tellOne({ gone, reader }: Member, bodies: readonly Body[]): void {
    if (gone) return;
    for (const body of bodies) reader.next(body);
    metrics.frames.inc(bodies.length);
  }

  #stretch(group: Group, from: Position, to: Position): Promise<Stretch> {
    const key = `${group.key} ${from.xid} ${from.id} ${to.xid} ${to.id}`;
    return this.#stretches.get(key, () => this.#readStretch(group, from, to));
  }

  async #readStretch(group: Group, from: Position, to: Position): Promise<Stretch> {
    if (group.feed.since) return this.#readSince(group, from, to);
    const missed = await this.#tail.between(group.accountId, group.feed.topics, from, to, CATCH_UP_PAGE);
    const last = missed.length === CATCH_UP_PAGE ? missed.at(-1) : undefined;
    const bodies = missed.length > 0 ? await this.#bodiesOf(group, missed) : [];
    return { bodies, upTo: last?.position ?? to };
  }

  // ——— something happened ———

  #hear(events: readonly Happened[]): void {
    for (const event of events) {
      for (const group of this.#listening.get(event.accountId ?? "") ?? []) {
        if (group.feed.topics.includes(event.topic)) group.waiting.push(event);
        if (group.waiting.length > 0) group.telling ??= this.#tell(group);
      }
    }
  }

  /** Tells what waits and what was announced until neither is left: either may come while the other is told. */
  async #tell(group: Group): Promise<void> {
    // Before the first await: from here on nobody joins at a place beyond `position`.
    if (!group.feed.since)
      group.position = group.waiting[0] ? before(group.waiting[0].position) : this.#tail.head;
    try {
      // One turn later, so that everything the tail read at once is told together.
      await Promise.resolve();
      while (group.members > 0 && !this.#stopped) {
        // Events first, since how things stand is told as it is after them.
        if (group.waiting.length > 0) await this.#tellEvents(group);
        else if (!group.announced) break;
        else if (!group.feed.since) await this.#tellAnnounced(group);
        else if (group.live.size > 0) await this.#tellSince(group);
        else break;
      }
    } catch (error) {
      for (const member of [...group.live]) this.#fail(group, member, error);
    } finally {
      group.waiting.length = 0;
      group.telling = null;
    }
  }

  async #tellEvents(group: Group): Promise<void> {
    const events = group.waiting.splice(0, CATCH_UP_PAGE);
    const bodies = await this.#bodiesOf(group, events);
    const told = group.position;
    group.position = events.at(-1)?.position ?? told;
    await this.#send(group, bodies, told);
  }

  // What is only announced has no history: whoever cannot take a frame now gets the next one.
  async #tellAnnounced(group: Group): Promise<void> {
    group.announced = false;
    const context = group.context();
    // Who comes while this is read has begun with something newer.
    const live = [...group.live];
    const state = await group.feed.start(context, group.args, this.#tail.head);
    const body = await this.#bodyOf(group, context, state);
    let sent = 0;
    for (const member of live) {
      if (member.gone || member.reader.bufferedBytes() > FULL_BYTES) continue;
      member.reader.next(body);
      if (++sent % SENDS_A_TURN === 0) await new Promise(setImmediate);
    }
    metrics.frames.inc(sent);
  }

  // What is announced and kept for a while is told from place to place.
  async #tellSince(group: Group): Promise<void> {
    group.announced = false;
    const from = group.position;
    const { bodies, upTo, more } = await this.#readSince(group, from, null);
    group.announced ||= more;
    group.position = upTo;
    await this.#send(group, bodies, from);
  }

  async #readSince(group: Group, from: Position, to: Position | null): Promise<Stretch & { more: boolean }> {
    const context = group.context();
    const {
      updates = [],
      place = from,
      more = false,
    } = (await group.feed.since?.(context, group.args, from, to)) ?? {};
    const bodies: Body[] = [];
    for (const update of updates) bodies.push(await this.#bodyOf(group, context, update));
    return { bodies, upTo: place, more };
  }

  async #send(group: Group, bodies: readonly Body[], from: Position): Promise<void> {
    if (bodies.length === 0) return;
    let sent = 0;
    for (const member of [...group.live]) {
      if (member.gone) continue;
      if (member.reader.bufferedBytes() > FULL_BYTES) {
        group.live.delete(member);
        member.position = from;
        this.#stall(group, member);
        continue;
      }
      for (const body of bodies) member.reader.next(body);
      // A long fan-out lets requests through between its stretches.
      if (++sent % SENDS_A_TURN === 0) await new Promise(setImmediate);
    }
    metrics.frames.inc(sent * bodies.length);
  }

  async #bodiesOf(group: Group, events: readonly Happened[]): Promise<Body[]> {
    const context = group.context();
    const bodies: Body[] = [];
    for (const update of await group.feed.updates(context, group.args, events)) {
      bodies.push(await this.#bodyOf(group, context, update));
    }
    return bodies;
  }

  async #bodyOf(group: Group, context: GraphContext, update: object): Promise<Body> {
    const result: ExecutionResult = await this.#execute({
      document: group.prepared.document,
      operationName: group.prepared.operation.name?.value,
      variables: group.variables,
      context,
      root: update,
    });
    if (!result.errors) return Buffer.from(JSON.stringify(result));
    const errors = result.errors.map((error) => speakError(error, this.#log, context.requestId));
    return Buffer.from(JSON.stringify({ ...result, errors }));
  }

  #fail(group: Group, member: Member, error: unknown): void {
    if (member.gone || this.#stopped) return;
    const spoken = speakError(error, this.#log, group.context().requestId);
    this.#leave(group, member);
    this.#log.warn({ err: error, field: group.fieldName }, "a subscription ended with an error");
    // While the database is away the socket goes, not the stream: the client comes back and resumes.
    if (spoken.extensions?.["code"] === "UNAVAILABLE") member.reader.cut();
    else member.reader.fail(spoken);
  }

  // ——— slow readers ———

  #stall(group: Group, member: Member): void {
    metrics.slowReaders.inc({ what: "waiting" });
    this.#stalled.set(member, { group, sinceMs: this.#clock.elapsedMs() });
    this.#stallTimer ??= this.#clock.after(STALL_CHECK_MS, () => this.#lookAtStalled());
  }

  #lookAtStalled(): void {
    this.#stallTimer = undefined;
    const now = this.#clock.elapsedMs();
    for (const [member, { group, sinceMs }] of this.#stalled) {
      if (member.reader.bufferedBytes() < FULL_BYTES / 4) {
        this.#stalled.delete(member);
        this.#catchUp(group, member).catch((error: unknown) => this.#fail(group, member, error));
      } else if (now - sinceMs > STALLED_TOO_LONG_MS) {
        metrics.slowReaders.inc({ what: "cut" });
        this.#leave(group, member);
        member.reader.cut();
      }
    }
    if (this.#stalled.size > 0 && !this.#stopped) {
      this.#stallTimer = this.#clock.after(STALL_CHECK_MS, () => this.#lookAtStalled());
    }
  }
}

/** The place just before one: whoever is there has not seen it. */
function before({ xid, id }: Position): Position {
  return { xid, id: id - 1n };
}

function sorted(variables: Readonly<Record<string, unknown>>): unknown {
  return JSON.parse(
    JSON.stringify(variables, (_, value: unknown) =>
      value !== null && typeof value === "object" && !Array.isArray(value)
        ? Object.fromEntries(Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1)))
        : value,
    ),
  );
}
