import { keepOwnKey, keepRenting, type OwnKey } from "../accounts/index.ts";
import { announce } from "../events/announce.ts";
import { record } from "../events/record.ts";
import { type Ctx, inTransaction } from "../platform/context.ts";
import { metrics } from "../platform/metrics.ts";
import { type Instance, type Provider, ProviderFailure } from "../providers/provider.ts";
import { chargeFor, isChargedAnew } from "./charge.ts";
import { isGone, isPlausible, look, mostDestroyed } from "./rules/absence.ts";
import { isDearer } from "./rules/dearer.ts";
import { noteSweep, noteSweepFailed, type Swept } from "./store/fleet.ts";
import {
  changeMachine,
  insertOrphan,
  listCharged,
  listLeft,
  listOverAmong,
  type Look,
  type MachineRow,
  moveMachine,
  noteLook,
  noteLooks,
  readDeployment,
} from "./store/machines.ts";
import { listOfOthers, readSession } from "./store/sessions.ts";
import { LONGEST_CREATE_MS, type SessionWork } from "./work.ts";

// What a provider has against what Berth believes it has. The provider is asked first and the rows are
// read after it, so that a machine made in between is in neither or in the rows alone, and one that is
// in the rows alone is young and left alone. A list that could not be read to its end says nothing; one
// that lacks much of what was there a moment ago is not believed; one that lacks a machine is asked
// about that machine by its id before it counts as a miss.
//
// Each key that rents has a list of its own, and says nothing of what another has rented: what a list lacks is missed
// only if its key rented it, and what it has is an orphan only if no row knows it, whichever key that is of. In a
// team's own account a mark counts as ours only if its session is the team's.
//
// Machines with our mark that no row knows are orphans: a create that was cut off, a row lost with a
// disk. They cost money and serve nobody, so they are destroyed, a few at a time. Machines without our
// mark are somebody else's and are counted, never touched.

export interface Observed {
  listed: number;
  ours: number;
  foreign: number;
  orphans: number;
  lost: number;
  /** The list was not believed, or too much would have been destroyed: somebody should look. */
  halted: boolean;
}

export async function observeProvider(
  { ctx }: Pick<SessionWork, "ctx">,
  provider: Provider,
  signal: AbortSignal,
  key: OwnKey | null = null,
): Promise<Observed> {
  // Taken before the question, so that a look which slept on its way is known to be old.
  const lookedAt = ctx.now();
  const place = { providerId: provider.id, keyId: key?.id ?? null };
  const instances = await listOrNote(ctx, provider, place, signal);
  const round = new Round({
    ctx,
    provider,
    key,
    instances,
    lookedAt,
    signal,
    deployment: await readDeployment(ctx),
    foreignSessions: await listForeign(ctx, key, instances),
  });
  const observed = await round.compare(await listLeft(ctx, provider.id));
  // A team's own account is not what those who run Berth are to look after.
  if (key === null) measure(ctx, provider, observed);
  const { listed, ours, orphans, halted } = observed;
  const swept = { sweptAt: lookedAt, listed, ours, orphans, halted };
  await inTransaction(ctx, (ctx) => noteSweep(ctx, place, swept));
  announce(ctx, "fleet.swept");
  return observed;
}

function measure(ctx: Ctx, provider: Provider, observed: Observed): void {
  metrics.sweepLastSuccess.set({ provider: provider.id }, ctx.now().getTime() / 1000);
  for (const [what, count] of Object.entries(observed)) {
    metrics.sweep.set({ provider: provider.id, what }, Number(count));
  }
}

/** Sessions of others that somebody's machines claim to be of: anybody can write a label in an account of their own. */
async function listForeign(
  ctx: Ctx,
  key: OwnKey | null,
  instances: readonly Instance[],
): Promise<ReadonlySet<string>> {
  if (key === null) return new Set();
  const claimed = new Set(instances.flatMap(({ mark }) => mark?.session ?? []));
  return new Set(await listOfOthers(ctx, key.accountId, [...claimed]));
}

/** A list that fails changes nothing, except that it is known to fail. */
async function listOrNote(
  ctx: Ctx,
  provider: Provider,
  place: Swept,
  signal: AbortSignal,
): Promise<readonly Instance[]> {
  try {
    return await provider.listInstances(signal);
  } catch (error) {
    if (error instanceof ProviderFailure) {
      const problem = error.message.slice(0, 300);
      await inTransaction(ctx, (ctx) => noteSweepFailed(ctx, place, problem));
      announce(ctx, "fleet.swept");
    }
    throw error;
  }
}

const A_STATEMENT = 1_000;

interface Looking {
  ctx: Ctx;
  provider: Provider;
  /** Null for the deployment's. */
  key: OwnKey | null;
  instances: readonly Instance[];
  lookedAt: Date;
  signal: AbortSignal;
  deployment: string;
  foreignSessions: ReadonlySet<string>;
}

class Round {
  readonly #ctx: Ctx;
  readonly #provider: Provider;
  readonly #key: OwnKey | null;
  readonly #deployment: string;
  readonly #foreignSessions: ReadonlySet<string>;
  readonly #byId: ReadonlyMap<string, Instance>;
  readonly #lookedAt: Date;
  readonly #signal: AbortSignal;

  constructor(look: Looking) {
    this.#ctx = look.ctx;
    this.#provider = look.provider;
    this.#key = look.key;
    this.#deployment = look.deployment;
    this.#foreignSessions = look.foreignSessions;
    this.#byId = new Map(look.instances.map((instance) => [instance.externalId, instance]));
    this.#lookedAt = look.lookedAt;
    this.#signal = look.signal;
  }

  async compare(all: readonly MachineRow[]): Promise<Observed> {
    const known = new Set(all.flatMap(({ externalId }) => (externalId === null ? [] : [externalId])));
    const left: MachineRow[] = [];
    /** Sessions whose machine was asked for with another key, and may be among these where both are of one account. */
    const askedElsewhere = new Set<string>();
    for (const machine of all) {
      if (machine.keyId === (this.#key?.id ?? null)) left.push(machine);
      else if (await this.#takeOver(machine)) left.push({ ...machine, keyId: this.#key?.id ?? null });
      else if (machine.state === "asked" && machine.sessionId) askedElsewhere.add(machine.sessionId);
    }
    const expected = left.filter(({ state, externalId }) => state !== "asked" && externalId !== null);
    const absent = expected.filter(({ externalId }) => !this.#byId.has(externalId ?? ""));
    // Those that were missed before are on their way out; it is the sudden ones that make a list doubtful.
    const sudden = absent.filter(({ state, firstMissedAt }) => state === "there" && firstMissedAt === null);
    const isBelieved = isPlausible({ expected: expected.length, absent: sudden.length });
    if (!isBelieved) this.#alarm("list", `lacks ${sudden.length} of ${expected.length} machines at once`);

    let lost = 0;
    const seen: [MachineRow, Instance][] = [];
    for (const machine of left) {
      if (this.#signal.aborted) break;
      const instance = machine.externalId === null ? undefined : this.#byId.get(machine.externalId);
      if (machine.state === "asked") await this.#findAsked(machine, known);
      else if (instance) seen.push([machine, instance]);
      else if (isBelieved && (await this.#missed(machine))) lost += 1;
    }
    for (let at = 0; at < seen.length && !this.#signal.aborted; at += A_STATEMENT)
      await this.#sawMany(seen.slice(at, at + A_STATEMENT));
    const { orphans, halted } = await this.#endOrphans(known, askedElsewhere);
    const ours = [...this.#byId.values()].filter((instance) => this.#isOurs(instance)).length;
    return {
      listed: this.#byId.size,
      ours,
      foreign: this.#byId.size - ours,
      orphans,
      lost,
      halted: halted || !isBelieved,
    };
  }

  #isOurs(instance: Instance): boolean {
    const { mark } = instance;
    return mark?.deployment === this.#deployment && !this.#foreignSessions.has(mark.session);
  }

  /**
   * A team that replaces its key at a provider takes the old one back there sooner or later. What the new one lists as
   * well is the same account's, and is looked after with the new one from then on.
   */
  async #takeOver(machine: MachineRow): Promise<boolean> {
    const key = this.#key;
    if (!key?.rents || machine.keyId === null || machine.accountId !== key.accountId) return false;
    const instance =
      machine.externalId === null
        ? [...this.#byId.values()].find(({ mark }) => mark !== null && mark.session === machine.sessionId)
        : this.#byId.get(machine.externalId);
    if (!instance || !this.#isOurs(instance)) return false;
    return inTransaction(this.#ctx, async (ctx) => {
      if (!(await keepRenting(ctx, key.id))) return false;
      await changeMachine(ctx, machine.id, { keyId: key.id });
      return true;
    });
  }

  /** It was asked for and the answer did not say what came of it: its mark does. */
  async #findAsked(machine: MachineRow, known: Set<string>): Promise<void> {
    for (const instance of this.#byId.values()) {
      if (known.has(instance.externalId) || !this.#isOurs(instance)) continue;
      if (instance.mark?.session !== machine.sessionId || isEarlier(instance, machine)) continue;
      const { externalId } = instance;
      known.add(externalId);
      const adopted = await inTransaction(this.#ctx, async (ctx) => {
        if (!(await moveMachine(ctx, machine.id, "asked", { state: "there", externalId }))) return false;
        await tell(ctx, machine, "adopted", `found by its mark as ${externalId}`);
        return true;
      });
      if (adopted) await this.#saw({ ...machine, state: "there", externalId }, instance);
      return;
    }
    if (this.#lookedAt.getTime() - machine.askedAt.getTime() < LONGEST_CREATE_MS) return;
    const misses = look(missesOf(machine), "absent", this.#lookedAt);
    await inTransaction(this.#ctx, async (ctx) => {
      const noted = await noteLook(ctx, machine.id, this.#lookedAt, asColumns(misses));
      if (!noted || !isGone(misses)) return;
      const over = { state: "over" as const, reason: "never-came", overAt: ctx.now() };
      if (await moveMachine(ctx, machine.id, "asked", over)) {
        await tell(ctx, machine, "refused", "the provider never made it");
      }
    });
  }

  /** Nearly all are charged as they were, nearly always, and that is written for many at once; the others one by one. */
  async #sawMany(seen: readonly [MachineRow, Instance][]): Promise<void> {
    const ids = seen.flatMap(([{ sessionId }, { billed }]) =>
      billed === "unknown" ? [] : (sessionId ?? []),
    );
    const charged = new Map((await listCharged(this.#ctx, ids)).map((session) => [session.id, session]));
    const looks: Look[] = [];
    for (const [machine, instance] of seen) {
      const session = charged.get(machine.sessionId ?? "");
      const isMore = session !== undefined && isChargedAnew(machine, session, instance.billed);
      if (isMore || isDearer(machine, instance)) await this.#saw(machine, instance);
      else looks.push({ id: machine.id, ...shownBy(instance) });
    }
    await noteLooks(this.#ctx, looks, this.#lookedAt);
  }

  async #saw(machine: MachineRow, instance: Instance): Promise<void> {
    const dearer = isDearer(machine, instance);
    await inTransaction(this.#ctx, async (ctx) => {
      const noted = await noteLook(ctx, machine.id, this.#lookedAt, {
        ...shownBy(instance),
        ...asColumns(null),
        ...(dearer && { proof: "mismatch" as const, proofDetail: DEARER }),
      });
      if (noted) await chargeFor(ctx, machine, instance.billed, this.#lookedAt);
    });
  }

  /** True when it is now proven to be gone. */
  async #missed(machine: MachineRow): Promise<boolean> {
    // Lists run behind: what was only just made may not be shown yet, and what was not yet asked to go
    // is not looked for. Nor is it gone where it may still be in the making, and come after it was asked to go.
    const isEnding = machine.state === "ending";
    if (isEnding && (machine.destroyAskedAt === null || this.#lookedAt <= machine.destroyAskedAt))
      return false;
    const unseenMs = isEnding ? (this.#provider.unseenMsMax ?? 0) : LONGEST_CREATE_MS;
    if (this.#lookedAt <= later(machine.askedAt, unseenMs)) return false;
    let instance: Instance | null;
    try {
      instance = await this.#provider.findInstance(machine.externalId ?? "", this.#signal);
    } catch (error) {
      if (error instanceof ProviderFailure) return false;
      throw error;
    }
    if (instance) {
      await this.#saw(machine, instance);
      return false;
    }
    const misses = look(missesOf(machine), "absent", this.#lookedAt);
    return inTransaction(this.#ctx, async (ctx) => {
      if (!(await noteLook(ctx, machine.id, this.#lookedAt, asColumns(misses)))) return false;
      // What is not there is not charged: if it comes back, so does the charge.
      await chargeFor(ctx, machine, "nothing", misses?.first ?? this.#lookedAt);
      if (!isGone(misses)) return false;
      const reason = machine.state === "ending" ? machine.reason : "machine-lost";
      const over = { state: "over" as const, reason, overAt: ctx.now() };
      if (!(await moveMachine(ctx, machine.id, machine.state, over))) return false;
      metrics.machinesOver.inc({
        provider: this.#provider.id,
        how: machine.state === "ending" ? "ended" : "lost",
      });
      await tell(ctx, machine, "gone", "neither listed nor to be read, twice, a minute apart");
      return true;
    });
  }

  async #endOrphans(
    known: ReadonlySet<string>,
    askedElsewhere: ReadonlySet<string>,
  ): Promise<{ orphans: number; halted: boolean }> {
    const young = this.#lookedAt.getTime() - LONGEST_CREATE_MS;
    const unknown = [...this.#byId.values()].filter(
      (instance) =>
        this.#isOurs(instance) &&
        !known.has(instance.externalId) &&
        !askedElsewhere.has(instance.mark?.session ?? "") &&
        (instance.createdAt === null || instance.createdAt.getTime() < young) &&
        instance.state !== "ending",
    );
    if (unknown.length === 0) return { orphans: 0, halted: false };
    const most = mostDestroyed(this.#byId.size);
    if (unknown.length > most)
      this.#alarm("orphans", `${unknown.length} orphans at once; ending ${most} of them`);
    const back = new Map(
      (
        await listOverAmong(
          this.#ctx,
          this.#provider.id,
          unknown.map(({ externalId }) => externalId),
        )
      ).map((machine) => [machine.externalId, machine]),
    );
    for (const instance of unknown.slice(0, most)) {
      await inTransaction(this.#ctx, (ctx) => this.#endOrphan(ctx, instance, back.get(instance.externalId)));
    }
    return { orphans: unknown.length, halted: unknown.length > most };
  }

  async #endOrphan(ctx: Ctx, instance: Instance, before: MachineRow | undefined): Promise<void> {
    const { externalId, mark } = instance;
    const keyId = this.#key?.id ?? null;
    // What is to be ended must be reached until it is gone: by a key that is not erased meanwhile.
    if (keyId !== null && !(await keepOwnKey(ctx, keyId))) return;
    if (before) {
      // It was proven gone and is there again.
      await moveMachine(ctx, before.id, "over", { state: "ending", overAt: null, keyId, ...asColumns(null) });
    } else {
      const isNew = await insertOrphan(ctx, {
        id: ctx.newId("mac"),
        attempt: 0,
        providerId: this.#provider.id,
        accountId: this.#key?.accountId ?? null,
        keyId,
        hostId: instance.machineId,
        externalId,
        state: "ending",
        askedAt: instance.createdAt ?? this.#lookedAt,
        reason: "orphan",
        detail: mark?.session ?? null,
      });
      if (!isNew) return;
    }
    await tellOrphan(ctx, mark?.session ?? before?.sessionId ?? null, this.#provider.id, externalId);
    metrics.orphans.inc({ provider: this.#provider.id });
    ctx.log.error(
      { provider: this.#provider.id, machine: externalId, session: mark?.session },
      "found a machine of ours that nobody knows; ending it",
    );
  }

  #alarm(what: string, sentence: string): void {
    metrics.sweepHalted.inc({ provider: this.#provider.id, what });
    this.#ctx.log.error({ provider: this.#provider.id }, `a sweep was halted: ${sentence}`);
  }
}

function shownBy({ state, billed, detail, ssh }: Instance) {
  return { instanceState: state, billed, detail: detail?.slice(0, 300) ?? null, ssh: [...ssh] };
}

/** Made before it was asked for, or on another computer: another machine of the same session. */
function isEarlier(instance: Instance, machine: MachineRow): boolean {
  const tolerance = 120_000;
  if (instance.createdAt && instance.createdAt.getTime() < machine.askedAt.getTime() - tolerance) return true;
  return instance.machineId !== null && machine.hostId !== null && instance.machineId !== machine.hostId;
}

const DEARER = "the provider charges more than it had listed";

function later(instant: Date, ms: number): Date {
  return new Date(instant.getTime() + ms);
}

function missesOf({ firstMissedAt, lastMissedAt }: MachineRow) {
  return firstMissedAt && lastMissedAt ? { first: firstMissedAt, last: lastMissedAt } : null;
}

function asColumns(misses: ReturnType<typeof look>) {
  return { firstMissedAt: misses?.first ?? null, lastMissedAt: misses?.last ?? null };
}

/** To whoever's session it was made for, where that is known. */
async function tellOrphan(
  ctx: Ctx,
  sessionId: string | null,
  provider: string,
  machine: string,
): Promise<void> {
  const session = sessionId && (await readSession(ctx, sessionId));
  if (!session) return;
  const { accountId } = session;
  await record(ctx, {
    topic: "session.orphaned",
    subject: sessionId,
    accountId,
    payload: { provider, machine },
  });
}

async function tell(
  ctx: Ctx,
  { sessionId, accountId, attempt }: MachineRow,
  outcome: "adopted" | "refused" | "gone",
  detail: string,
): Promise<void> {
  if (!sessionId || !accountId) return;
  const payload = { attempt, outcome, detail };
  await record(ctx, { topic: "session.attempt", subject: sessionId, accountId, payload });
}
