import { environmentOf } from "./agents/agent-env.ts";
import { advance } from "./advance.ts";
import { Clock } from "./clock.ts";
import type { Contract } from "./contracts/contract.ts";
import { everyContract } from "./contracts/credit.ts";
import { changeContract } from "./control/contracts.ts";
import { createWorld } from "./create-world.ts";
import { json, type Answer, type Call } from "./http/exchange.ts";
import { setOnline } from "./market/bustle.ts";
import { Moods } from "./moods/moods.ts";
import { openAccounts, type AccountOptions } from "./open-accounts.ts";
import { insideOf } from "./ssh/inside.ts";
import { setUp } from "./ssh/set-up.ts";
import { run } from "./ssh/shell.ts";
import { vastDialect } from "./vast/dialect.ts";
import { getMachine, type World } from "./world.ts";

export interface InProcessOptions extends AccountOptions {
  seed: string;
  startAt: number;
  machines: number;
  limited: boolean;
  idsAfter: number;
}

/**
 * The market within another program, which moves its time: nothing listens, and nothing waits. A call is answered by
 * the dialect that it is in, a log-in by the machine to which it leads, as over a wire.
 */
export interface InProcess {
  readonly world: World;
  readonly moods: Moods;
  /** When the next thing happens by itself. */
  readonly dueAt: number;
  /** What runs and what costs, in words that are others when anything of it is. */
  readonly sight: string;
  moveTo(now: number): void;
  answer(call: Call): Promise<Answer>;
  /** `key` is a public one in base 64. Null where whoever has it is not let in. */
  logIn(port: number, key: string, command: string): { output: string; code: number; hostKey: string } | null;
  /** What agents know that run now, by the contract whose machine they run on. */
  agents(): Map<number, Readonly<Record<string, string>>>;
  /** Every one that there ever was, with what it was billed for. */
  contracts(): Contract[];
  befall(id: number, what: Mishap): void;
}

export const mishaps = ["vanish", "interrupt", "exit", "offline", "online"] as const;

export type Mishap = (typeof mishaps)[number];

export function createInProcess({
  seed,
  startAt,
  machines,
  limited,
  idsAfter,
  ...accounts
}: InProcessOptions): InProcess {
  const clock = new Clock({ startAt, speed: 0 });
  const moods = new Moods(seed);
  const opened = openAccounts(accounts);
  const world = createWorld({ seed, startAt, marketSpeed: 0, machines, idsAfter, accounts: opened });
  const dialect = vastDialect({ world, clock, moods: moods.of("vast"), limited });

  const isOn = ({ phase, machineId }: Contract) => phase === "running" && getMachine(world, machineId).online;
  const doorAt = (port: number) =>
    [...world.contracts.values()].find((contract) => contract.port === port && isOn(contract));

  return {
    world,
    moods,
    get dueAt() {
      return world.agenda.dueAt;
    },
    get sight() {
      return [...world.contracts.values()]
        .map((contract) => `${contract.id} ${isOn(contract)} ${contract.segments.at(-1)?.gpuRate}`)
        .join();
    },
    moveTo(now) {
      clock.advance(now - clock.now());
      advance(world, now);
    },
    answer: async (call) => (await dialect(call)) ?? json(404, { error: "not_found" }),
    logIn(port, key, command) {
      const contract = doorAt(port);
      if (!contract || !hasKey(contract, key, world.now)) return null;
      const hostKey = `host ${contract.id}`;
      if (setUp(world, contract, command)) return { output: "", code: 0, hostKey };
      const { out, err, code } = run(command, insideOf(world, contract, "root"));
      return { output: out + err, code, hostKey };
    },
    agents() {
      const on = [...world.contracts.values()].filter(isOn);
      return new Map(on.map((contract) => [contract.id, environmentOf(contract, world.now)]));
    },
    contracts: () => [...everyContract(world)],
    befall(id, what) {
      const contract = world.contracts.get(id);
      if (!contract) return;
      if (what === "offline" || what === "online")
        setOnline(world, getMachine(world, contract.machineId), what === "online");
      else changeContract(world, id, { action: what }, refuse);
    },
  };
}

function refuse(message: string): never {
  throw new Error(message);
}

function hasKey({ sshKeys }: Contract, key: string, now: number): boolean {
  return sshKeys.some(
    ({ text, arrivesAt }) => arrivesAt !== null && arrivesAt <= now && text.split(" ")[1] === key,
  );
}
