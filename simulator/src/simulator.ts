import type { Server } from "node:http";
import type { AddressInfo } from "node:net";
import { Agents } from "./agents/agents.ts";
import { Clock } from "./clock.ts";
import { controlDialect } from "./control/control.ts";
import { blueLobsterDialect } from "./bluelobster/dialect.ts";
import { createWorld } from "./create-world.ts";
import { googleDialect } from "./google/dialect.ts";
import { Google } from "./google/state.ts";
import { serve } from "./http/server.ts";
import { Moods } from "./moods/moods.ts";
import { openAccounts, openOtherAccounts, type AccountOptions } from "./open-accounts.ts";
import { Doors } from "./ssh/doors.ts";
import { tensorDockDialect } from "./tensordock/dialect.ts";
import { vastDialect } from "./vast/dialect.ts";
import type { World } from "./world.ts";

/** A market of GPUs on loopback: one world, one clock, and a dialect for each provider it stands in for. */
export interface SimulatorOptions extends AccountOptions {
  seed: string;
  startAt: number;
  /** How fast the clock runs; 0 lets only the control endpoint move it. */
  speed: number;
  marketSpeed: number;
  machines: number;
  /** Whether every machine is what its row says; else one in fifty or so is not, as in life. */
  honest: boolean;
  /** Of other customers, each with an account of its own at every provider. */
  otherKeys: readonly string[];
  limited: boolean;
  /** Addresses of virtual machines are 127.this.x.y, so that simulators beside each other do not meet. */
  network: number;
  /** The program that machines run which were ordered with an agent; null for none. */
  agent: string | null;
}

export interface Simulator {
  readonly world: World;
  readonly clock: Clock;
  readonly moods: Moods;
  listen(host: string, port: number): Promise<string>;
  /** Ends every connection, hung ones too, and stops listening. */
  close(): Promise<void>;
}

export const usualOptions: SimulatorOptions = {
  seed: "1",
  startAt: 0,
  speed: 1,
  marketSpeed: 60,
  machines: 840,
  honest: false,
  apiKeys: ["simulated-vast-key"],
  readOnlyKeys: [],
  blueLobsterKeys: ["simulated-bluelobster-key"],
  tensorDockKeys: ["simulated-tensordock-key"],
  otherKeys: ["another-customers-key"],
  creditDollars: 100,
  limited: true,
  network: 1 + (process.pid % 254),
  agent: null,
};

export function createSimulator(options: SimulatorOptions): Simulator {
  const { seed, startAt, speed, marketSpeed, machines, honest, limited, network } = options;
  const clock = new Clock({ startAt, speed });
  const moods = new Moods(seed);
  const world = createWorld({
    seed,
    startAt,
    marketSpeed,
    machines,
    honest,
    network,
    accounts: openAccounts(options),
    otherAccounts: options.otherKeys.flatMap((key, at) => openOtherAccounts(options, key, at)),
  });
  const agents = options.agent === null ? null : new Agents(world, options.agent);
  const doors = new Doors(world, clock);
  agents?.start();
  const server = serve([
    // Before anything is said of an instance, its way in is there.
    async () => {
      await doors.follow();
      return undefined;
    },
    googleDialect(new Google(clock, seed)),
    controlDialect({ world, clock, moods }),
    blueLobsterDialect({ world, clock, moods: moods.of("bluelobster"), limited }),
    vastDialect({ world, clock, moods: moods.of("vast"), limited }),
    tensorDockDialect({ world, clock, moods: moods.of("tensordock"), limited }),
  ]);
  return {
    world,
    clock,
    moods,
    listen: (host, port) => listen(server, host, port),
    close() {
      doors.close();
      agents?.close();
      return close(server, clock);
    },
  };
}

function listen(server: Server, host: string, port: number): Promise<string> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, host, () => {
      const address = server.address() as AddressInfo;
      resolve(
        `http://${address.family === "IPv6" ? `[${address.address}]` : address.address}:${address.port}`,
      );
    });
  });
}

function close(server: Server, clock: Clock): Promise<void> {
  clock.close();
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
