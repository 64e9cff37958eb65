import type { Clock } from "../platform/clock.ts";
import { NoWayIn, type Shell } from "../platform/shell.ts";
import {
  type Creation,
  type Instance,
  type InstanceState,
  type Order,
  type Provider,
  ProviderFailure,
} from "../providers/provider.ts";

/** What a test tells a cloud to do instead of what it should, so many times or until told otherwise. */
export interface Moods {
  /** `after`: it is made and the answer is lost. `before`: nothing is made. */
  create:
    | "well"
    | "lost after"
    | "lost before"
    | "killed after"
    | "killed before"
    | "refused"
    | "key refused"
    | "unfit";
  list: "well" | "fails" | "empty" | "half";
  find: "well" | "fails" | "nothing";
  destroy: "well" | "fails" | "accepted and nothing done" | "killed after" | "killed before";
  /** How an instance fares: it comes up, at once or after it was shown nowhere for a while, hangs, breaks, or is gone again. */
  course: "comes up" | "comes late" | "hangs" | "breaks" | "vanishes";
  /** What it says that it charges, once the machine is there. */
  charge: "as ordered" | "more";
  machine: "as listed" | "older CUDA" | "no log-in" | "no driver";
}

export interface Rented {
  instance: Instance;
  order: Order;
  gone: boolean;
  keys: string[];
  /** What an agent was started by, over a log-in. */
  booted: string[];
  /** When its provider began and ceased to bill for all of it. */
  billedFrom: Date | null;
  billedUntil: Date | null;
  moods: Pick<Moods, "course" | "machine">;
}

// No cloud gives an id out twice.
let made = 0;

const LATE_MS = 110_000;

const MARKET = { cudaVersion: "12.8" };

/** A cloud that does what a test says, on the test's clock. The truth about it is in `rented`. */
export class Cloud implements Provider {
  readonly id: string;
  readonly name: string;
  readonly connected = true;
  readonly rented: Rented[] = [];
  readonly moods: Moods = {
    create: "well",
    list: "well",
    find: "well",
    destroy: "well",
    course: "comes up",
    charge: "as ordered",
    machine: "as listed",
  };
  unseenMsMax = 0;
  creates = 0;
  destroys = 0;
  onKill: () => void = () => {};
  readonly #clock: Clock;

  constructor(clock: Clock, id = "vast") {
    this.#clock = clock;
    this.id = id;
    this.name = id;
  }

  /** The machines that are really there. */
  get there(): Rented[] {
    return this.rented.filter(({ gone }) => !gone);
  }

  listOffers(): Promise<never> {
    return Promise.reject(new Error("its market is listed by the test"));
  }

  async create(order: Order): Promise<Creation> {
    this.creates += 1;
    const { create } = this.moods;
    if (create === "refused")
      return { outcome: "refused", failure: new ProviderFailure(this.id, "offer-gone", "no such ask") };
    if (create === "key refused")
      return { outcome: "refused", failure: new ProviderFailure(this.id, "unauthorised", "invalid key") };
    if (create === "killed before") return this.#kill();
    if (create === "lost before") return { outcome: "unknown", failure: this.#flaky("timed out") };
    const { externalId } = this.#make(order).instance;
    if (create === "killed after") return this.#kill();
    if (create === "lost after") return { outcome: "unknown", failure: this.#flaky("timed out") };
    if (create === "unfit") return { outcome: "unfit", externalId, reason: "bid too low" };
    return { outcome: "created", externalId, keyGiven: true, startGiven: true };
  }

  async findInstance(externalId: string): Promise<Instance | null> {
    if (this.moods.find === "fails") throw this.#flaky("502");
    if (this.moods.find === "nothing") return null;
    return this.#look(externalId)?.instance ?? null;
  }

  async listInstances(): Promise<Instance[]> {
    if (this.moods.list === "fails") throw this.#flaky("502");
    if (this.moods.list === "empty") return [];
    const all = this.there.flatMap(({ instance }) => this.#look(instance.externalId)?.instance ?? []);
    return this.moods.list === "half" ? all.slice(0, Math.floor(all.length / 2)) : all;
  }

  async destroy(externalId: string): Promise<"accepted" | "gone"> {
    this.destroys += 1;
    if (this.moods.destroy === "fails") throw this.#flaky("503");
    if (this.moods.destroy === "killed before") return this.#kill();
    const rented = this.#look(externalId);
    if (!rented) return "gone";
    if (this.moods.destroy !== "accepted and nothing done") this.end(rented);
    if (this.moods.destroy === "killed after") return this.#kill();
    return "accepted";
  }

  /** Whoever asked dies of it, and hears no answer. */
  #kill(): Promise<never> {
    this.onKill();
    return new Promise(() => {});
  }

  end(rented: Rented): void {
    rented.gone = true;
    rented.billedUntil ??= rented.billedFrom && this.#clock.now();
  }

  /** Somebody else's machine in the same account, or one of ours that nobody wrote down. */
  place(instance: Partial<Instance>): Rented {
    return this.#add({ ...instance }, {} as Order);
  }

  #make(order: Order): Rented {
    return this.#add(
      {
        mark: order.mark,
        machineId: order.offer.machineId,
        gpuRawName: order.offer.gpuRawName,
        gpuCount: order.offer.gpuCount,
        pricePerHour: this.moods.charge === "more" ? order.priceCapPerHour * 2n : order.priceCapPerHour,
      },
      order,
    );
  }

  #add(facts: Partial<Instance>, order: Order): Rented {
    const externalId = `${this.id}-${++made}`;
    const rented: Rented = {
      instance: {
        externalId,
        state: "provisioning",
        detail: null,
        label: null,
        mark: null,
        machineId: null,
        kind: "on_demand",
        gpuRawName: null,
        gpuCount: null,
        ssh: [],
        ports: [],
        pricePerHour: null,
        diskPricePerHour: null,
        allInPerHour: null,
        billed: "nothing",
        createdAt: this.#clock.now(),
        endsAt: null,
        ...facts,
      },
      order,
      gone: false,
      keys: order.publicKey ? [order.publicKey] : [],
      booted: [],
      billedFrom: null,
      billedUntil: null,
      moods: { course: this.moods.course, machine: this.moods.machine },
    };
    this.rented.push(rented);
    return rented;
  }

  /** As it is by now: half a minute after it was made it runs. */
  #look(externalId: string): Rented | null {
    const rented = this.there.find(({ instance }) => instance.externalId === externalId);
    if (!rented) return null;
    const { instance, moods } = rented;
    const ageMs = this.#clock.now().getTime() - (instance.createdAt?.getTime() ?? 0);
    if (moods.course === "comes late" && ageMs < LATE_MS) return null;
    if (instance.state === "provisioning" && ageMs >= 30_000) {
      if (moods.course === "vanishes") {
        this.end(rented);
        return null;
      }
      const state: InstanceState = moods.course.startsWith("comes")
        ? "running"
        : moods.course === "breaks"
          ? "failed"
          : "loading";
      rented.instance = { ...instance, state, billed: state === "running" ? "everything" : "nothing" };
      if (state === "running") {
        rented.instance.ssh = [{ host: externalId, port: 22, user: "root" }];
        rented.billedFrom = this.#clock.now();
      }
    }
    return rented;
  }

  #flaky(message: string): ProviderFailure {
    return new ProviderFailure(this.id, "flaky", message);
  }
}

/** Log-ins to the machines of these clouds. */
export function shellOf(clouds: () => readonly Cloud[]): Shell {
  return {
    async run({ host, command }) {
      const rented = clouds()
        .flatMap((cloud) => cloud.there)
        .find(({ instance }) => instance.externalId === host);
      if (!rented || rented.moods.machine === "no log-in")
        throw new NoWayIn("unreachable", "connection refused");
      const hostKey = `key of ${host}`;
      if (command.includes("berth-agent.mjs")) {
        rented.booted.push(command);
        return { output: "", code: 0, hostKey };
      }
      if (command.includes("authorized_keys")) {
        rented.keys.push(/echo '([^']+)'/.exec(command)?.[1] ?? "");
        return { output: "", code: 0, hostKey };
      }
      if (rented.moods.machine === "no driver")
        return {
          output: "NVIDIA-SMI has failed because it couldn't communicate with the NVIDIA driver.",
          code: 9,
          hostKey,
        };
      const cuda = rented.moods.machine === "older CUDA" ? "12.4" : MARKET.cudaVersion;
      const name = rented.instance.gpuRawName ?? "";
      const row = `NVIDIA GeForce ${name}, ${name.startsWith("H100") ? 81559 : 24564}, 570.124.04\n`;
      const table = `| NVIDIA-SMI 570.124.04   Driver Version: 570.124.04   CUDA Version: ${cuda} |`;
      return { output: row.repeat(rented.instance.gpuCount ?? 1) + table, code: 0, hostKey };
    },
  };
}
