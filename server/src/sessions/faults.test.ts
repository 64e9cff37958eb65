import { afterAll, beforeAll, expect, test } from "vitest";
import { steadyClock } from "../platform/steady-clock.ts";
import type { MovableClock } from "../testing/clock.ts";
import { expectSoundLedger, give } from "../testing/ledger.ts";
import { listed } from "../testing/listed.ts";
import { list } from "../testing/market.ts";
import { Fleet } from "../testing/sessions.ts";
import { addPerson } from "../testing/team.ts";
import { makeWorld, type World } from "../testing/world.ts";
import { usd } from "../values/money.ts";
import { startSession, stopSession } from "./index.ts";
import { isOver, type SessionState } from "./rules/lifecycle.ts";
import { costAt } from "./rules/meter.ts";
import { listMachinesOf, listStretches } from "./store/machines.ts";

// Everything that may go wrong, at every step at which it may. Whatever it was: when the dust has settled,
// no machine is left at the provider, none is believed to be, what was charged is what ran after it was
// ready and no more than was held, and the ending has a reason. The truth is the provider's own account.

const MINUTE = 60_000;
/** Long enough for whatever was waited for to have been waited for in vain. */
const FAULT_MS = 5 * MINUTE;

let world: World;
let people = 0;
beforeAll(async () => {
  // As the product does, it goes by the time that passes and not by what its machine's clock is set to.
  const clockOf = (machine: MovableClock) =>
    steadyClock(
      machine,
      () => {},
      () => machine.elapsedMs(),
    );
  world = await makeWorld({ pool: 6, clockOf });
});
afterAll(async () => {
  if (world) await expectSoundLedger(world);
  await world?.close();
  process.stdout.write(endingsAsTable());
});

type Step = "asked" | "provisioning" | "starting" | "running" | "stopping";
const steps: readonly Step[] = ["asked", "provisioning", "starting", "running", "stopping"];

/** Does it, and gives back how it is mended. */
type Fault = (fleet: Fleet) => () => void;

function mood<K extends keyof Fleet["cloud"]["moods"]>(name: K, value: Fleet["cloud"]["moods"][K]): Fault {
  return ({ cloud }) => {
    const usual = cloud.moods[name];
    cloud.moods[name] = value;
    return () => {
      cloud.moods[name] = usual;
    };
  };
}

function machine(value: Fleet["cloud"]["moods"]["machine"]): Fault {
  return (fleet) => {
    for (const rented of fleet.cloud.there) rented.moods.machine = value;
    return mood("machine", value)(fleet);
  };
}

function clockSet(ms: number): Fault {
  return () => {
    world.clock.set(ms);
    return () => world.clock.set(-ms);
  };
}

const anywhere: Record<string, Fault> = {
  "the list fails": mood("list", "fails"),
  "the list is empty": mood("list", "empty"),
  "the list is cut": mood("list", "half"),
  "the list is empty and no read finds anything": (fleet) => {
    const mends = [mood("list", "empty")(fleet), mood("find", "fails")(fleet)];
    return () => mends.forEach((mend) => mend());
  },
  "destroys fail": mood("destroy", "fails"),
  "destroys are accepted and nothing is done": mood("destroy", "accepted and nothing done"),
  "the process is killed": (fleet) => {
    fleet.kill();
    return () => {};
  },
  "the machine vanishes": ({ cloud }) => {
    for (const rented of cloud.there) cloud.end(rented);
    return () => {};
  },
  "the agent is silent": (fleet) => {
    for (const { instance } of fleet.cloud.there) fleet.silent.add(instance.externalId);
    return () => fleet.silent.clear();
  },
  "nobody can log in": machine("no log-in"),
  "the driver is silent": machine("no driver"),
  "CUDA is another": machine("older CUDA"),
  "the clock is set back by an hour": clockSet(-60 * MINUTE),
  "the clock is set on by an hour": clockSet(60 * MINUTE),
};
const whenAsked: Record<string, Fault> = {
  "the answer is lost, and it was made": mood("create", "lost after"),
  "the answer is lost, and nothing was made": mood("create", "lost before"),
  "it is refused": mood("create", "refused"),
  "it is made and called unfit": mood("create", "unfit"),
  "the process is killed before it asks": mood("create", "killed before"),
  "the process is killed before it hears": mood("create", "killed after"),
  "it hangs": mood("course", "hangs"),
  "it breaks": mood("course", "breaks"),
  "it is gone again": mood("course", "vanishes"),
  "it is dearer than it was listed": mood("charge", "more"),
};
const whenStopping: Record<string, Fault> = {
  "the process is killed before it destroys": mood("destroy", "killed before"),
  "the process is killed before it hears of the destroy": mood("destroy", "killed after"),
};

const cases: [step: Step, what: string, fault: Fault][] = [
  ...steps.flatMap((step) =>
    Object.entries(anywhere).map(([what, fault]): [Step, string, Fault] => [step, what, fault]),
  ),
  ...Object.entries(whenAsked).map(([what, fault]): [Step, string, Fault] => ["asked", what, fault]),
  ...Object.entries(whenStopping).map(([what, fault]): [Step, string, Fault] => ["stopping", what, fault]),
];
const cuts = ([1, 2, 3, 4, 5, 6, 7, 8] as const).flatMap((countdown) =>
  (["before", "after"] as const).flatMap((when) =>
    (["asked", "starting", "stopping"] as const).map((step) => ({ countdown, when, step })),
  ),
);

test(`there are ${cases.length + cuts.length} of them`, () => {
  expect(cases.length + cuts.length).toBeGreaterThanOrEqual(120);
});

/** How a session ended of which a fault befell this step. */
const endings = new Map<string, Partial<Record<Step, string>>>();

async function liveThrough(step: Step, what: string, fault: Fault): Promise<typeof settled> {
  const { ending, ...stands } = await live(step, fault);
  endings.set(what, { ...endings.get(what), [step]: ending });
  return stands;
}

function endingsAsTable(): string {
  const rows = [...endings].map(([what, by]) => [what, ...steps.map((step) => by[step] ?? "")]);
  const table = [["What went wrong, and how it ended", ...steps], ...rows];
  const widths = table[0]?.map((_, at) => Math.max(...table.map((row) => row[at]?.length ?? 0))) ?? [];
  const line = (row: string[]) => row.map((cell, at) => cell.padEnd(widths[at] ?? 0)).join("  ");
  return `${table.map((row) => line(row).trimEnd()).join("\n")}\n`;
}

test.each(cases)("while it is %s, %s: the dust settles", async (step, what, fault) => {
  expect(await liveThrough(step, what, fault)).toEqual(settled);
});

test.each(cuts)(
  "while it is $step, transaction $countdown from then is cut $when it commits: the dust settles",
  async ({ step, ...cut }) => {
    const cutting: Fault = (fleet) => {
      fleet.cutTransaction(cut.countdown, cut.when);
      return () => {};
    };
    const what = `transaction ${cut.countdown} is cut ${cut.when} it commits`;
    expect(await liveThrough(step, what, cutting)).toEqual(settled);
  },
);

/** How things stand when the dust has settled. */
const settled = {
  isOver: true,
  hasReason: true,
  machinesThere: 0,
  machinesBelieved: 0,
  isChargedForWhatRan: true,
  hasWaysIn: false,
  held: "0",
  spentIsSettled: true,
};

async function live(step: Step, fault: Fault): Promise<typeof settled & { ending: string }> {
  const ada = await addPerson(world, `Ada${++people}`);
  await give(world, ada.accountId, usd(100));
  const fleet = new Fleet(world);
  await list(
    world,
    [1, 2, 3].map((at) => listed(`${people}-${at}`, { pricePerHour: usd(1) })),
  );
  const [offer] = await world.database.sql`select id from offers where external_id = ${`${people}-1`}`;
  const mendFirst = step === "asked" ? fault(fleet) : null;
  const { session } = await startSession(world.ctx(ada), {
    offerId: String(offer?.["id"]),
    hours: 1,
    maxPricePerHour: usd(2),
  });
  const stateOf = async () => (await fleet.read(session.id)).state;
  const reach: Record<Step, SessionState> = {
    asked: "provisioning",
    provisioning: "provisioning",
    starting: "starting",
    running: "running",
    stopping: "running",
  };
  if (step !== "asked") await fleet.until(reach[step], session.id);
  if (step === "stopping") await stopSession(world.ctx(ada), session.id);
  const mend = mendFirst ?? fault(fleet);
  await fleet.pass(FAULT_MS, 30_000);
  mend();

  await fleet.pass(3 * MINUTE, 30_000);
  if (!isOver(await stateOf())) await stopSession(world.ctx(ada), session.id);
  for (let turns = 0; turns < 40 && !(isOver(await stateOf()) && (await left()) === 0); turns++) {
    await fleet.pass(30_000, 30_000);
  }
  // Two sweeps more, as far apart as they are, for what nobody knows of yet.
  await fleet.pass(6 * MINUTE, 2 * MINUTE);

  const over = await fleet.read(session.id);
  const cost = costAt(await listStretches(world.ctx(), [session.id]), world.ctx().now());
  const due = over.readyAt === null ? 0n : cost < over.heldMicros ? cost : over.heldMicros;
  await expectSoundLedger(world, ada.accountId);
  const [books] = await world.database
    .sql`select held, spent from credit_balances where account_id = ${ada.accountId}`;
  return {
    ending: over.reason ?? "no reason",
    isOver: isOver(over.state),
    hasReason: over.reason !== null,
    machinesThere: fleet.cloud.there.length,
    machinesBelieved: await left(),
    isChargedForWhatRan: over.settledMicros === due,
    hasWaysIn: over.sealedAccess !== null || over.agentTokenHash !== null,
    held: String(books?.["held"]),
    spentIsSettled: String(books?.["spent"]) === over.settledMicros.toString(),
  };

  async function left(): Promise<number> {
    return (await listMachinesOf(world.ctx(), [session.id])).filter(({ state }) => state !== "over").length;
  }
}
