import type { AddressInfo } from "node:net";
import ssh, {
  type Client,
  type Connection,
  type PublicKeyAuthContext,
  type Server,
  type ServerChannel,
} from "ssh2";
import { advance } from "../advance.ts";
import type { Clock } from "../clock.ts";
import type { Contract } from "../contracts/contract.ts";
import { getMachine, type World } from "../world.ts";
import { Disk } from "./disk.ts";
import { loopbackOf } from "./loopback.ts";
import { hostKeyFor } from "./host-key.ts";
import { homeOf, insideOf } from "./inside.ts";
import { setUp } from "./set-up.ts";
import { serveFiles } from "./sftp.ts";
import { run } from "./shell.ts";

const SSH_PORT = 22;

/**
 * The way into every instance that runs: a real SSH server on a port of loopback, which lets in just the keys
 * that have reached the machine by then. Doors follow the world: one opens once its instance runs, and nobody
 * gets through it, or stays, once it no longer does.
 */
export class Doors {
  readonly #world: World;
  readonly #clock: Clock;
  readonly #doors = new Map<number, Door>();
  /** What was copied to instances. It stays while they are stopped, and goes with them. */
  readonly #disks = new Map<number, Disk>();

  constructor(world: World, clock: Clock) {
    this.#world = world;
    this.#clock = clock;
  }

  /** Brings the world to now, and opens and closes what is to be open and closed then. */
  async follow(): Promise<void> {
    const world = this.#now();
    for (const contract of world.contracts.values())
      if (isOpen(world, contract) && !this.#doors.has(contract.id)) this.#open(contract);
    for (const [id, door] of this.#doors) {
      const contract = world.contracts.get(id);
      if (!contract || !isOpen(world, contract)) this.#shut(id, door);
    }
    for (const id of this.#disks.keys()) if (!world.contracts.has(id)) this.#disks.delete(id);
    // Also for those that another call began to open.
    await Promise.all([...this.#doors.values()].map(({ opened }) => opened));
  }

  close(): void {
    for (const [id, door] of this.#doors) this.#shut(id, door);
  }

  #now(): World {
    advance(this.#world, this.#clock.now());
    return this.#world;
  }

  #open(contract: Contract): void {
    const key = hostKeyFor(`${this.#world.seed}/host/${contract.id}`);
    const server = new ssh.Server({ hostKeys: [key] });
    const opened = listen(server, placeOf(this.#world, contract)).then(
      (port) => {
        // One that was shut before it was open stays shut.
        if (this.#doors.get(contract.id) === door) this.#world.doors.set(contract.id, port);
        else server.close();
      },
      () => undefined,
    );
    const door: Door = { server, opened, guests: new Set(), knocks: 0 };
    this.#doors.set(contract.id, door);
    server.on("connection", (guest: Connection) => this.#receive(contract, door, guest));
  }

  #shut(id: number, { server, guests }: Door): void {
    this.#doors.delete(id);
    this.#world.doors.delete(id);
    server.close();
    for (const guest of guests) guest.end();
  }

  #receive(contract: Contract, door: Door, guest: Connection): void {
    const world = this.#now();
    if (!isOpen(world, contract)) return void guest.end();
    door.knocks += 1;
    if (world.now < contract.arrivals.steady && door.knocks % 2 === 0) return void guest.end();
    let user = "";
    door.guests.add(guest);
    // Each word is answered before the next, and a word held back for company would wait for nobody. Its type lacks this.
    (guest as Connection & Pick<Client, "setNoDelay">).setNoDelay(true);
    guest.on("close", () => door.guests.delete(guest));
    // Whoever goes away in the middle of a word is simply gone.
    guest.on("error", () => door.guests.delete(guest));
    guest.on("authentication", (context) => {
      if (context.method === "publickey" && isLetIn(this.#now(), contract, context)) {
        user = context.username;
        context.accept();
      } else context.reject(["publickey"]);
    });
    guest.on("ready", () => {
      guest.on("session", (accept) => {
        const session = accept();
        session.on("pty", (accept) => accept?.());
        session.on("env", (accept) => accept?.());
        session.on("exec", (accept, _reject, { command }) => {
          const world = this.#now();
          if (setUp(world, contract, command)) return finish(accept(), "", "", 0);
          const { out, err, code } = run(command, insideOf(world, contract, user));
          finish(accept(), out, err, code);
        });
        session.on("sftp", (accept) =>
          serveFiles(accept(), this.#diskOf(contract), homeOf(user), () => this.#now().now),
        );
        session.on("shell", (accept) => this.#converse(contract, user, accept()));
      });
    });
  }

  #diskOf({ id, order }: Contract): Disk {
    const users = order.kind === "vm" ? ["root", order.username] : ["root"];
    const disk =
      this.#disks.get(id) ?? new Disk([...users.map(homeOf), "/tmp"], Math.floor(this.#world.now / 1_000));
    this.#disks.set(id, disk);
    return disk;
  }

  /** Line by line, until told to leave. */
  #converse(contract: Contract, user: string, channel: ServerChannel): void {
    let heard = "";
    let code = 0;
    channel.on("data", (data: Buffer) => {
      heard += data.toString("utf8").replaceAll("\r", "\n");
      for (let end = heard.indexOf("\n"); end >= 0; end = heard.indexOf("\n")) {
        const ran = run(heard.slice(0, end), insideOf(this.#now(), contract, user));
        heard = heard.slice(end + 1);
        code = ran.code;
        if (ran.left) return finish(channel, ran.out, ran.err, code);
        channel.write(ran.out + ran.err);
      }
    });
    channel.on("end", () => finish(channel, "", "", code));
  }
}

interface Door {
  server: Server;
  /** Once it has a port, or has none to be had. */
  opened: Promise<void>;
  guests: Set<Connection>;
  /** How many have come so far. */
  knocks: number;
}

/** Whether there is a way in. A container launched with arguments alone has no SSH. */
function isOpen(world: World, { order, phase, machineId, arrivals }: Contract): boolean {
  if (phase !== "running" || !getMachine(world, machineId).online) return false;
  if (order.kind === "container") return /ssh|jupyter/.test(order.runtype);
  return arrivals.address === null || arrivals.address <= world.now;
}

/**
 * Where an instance is reached. A container has a port of an address that all share, any port where its own is taken. A
 * virtual machine has an address of its own; where this computer does not give that out, or not port 22 of it, there
 * is no way in.
 */
function placeOf(world: World, contract: Contract): Place {
  const { order, port } = contract;
  if (order.kind === "container") return { host: "127.0.0.1", ports: [port, 0] };
  const forward = order.forwards.find(({ inside }) => inside === SSH_PORT);
  return { host: loopbackOf(world, contract), ports: [forward?.outside ?? SSH_PORT] };
}

interface Place {
  host: string;
  /** The better first. */
  ports: readonly number[];
}

/** A client asks first whether a key would do, and signs with it when told so. */
function isLetIn(world: World, { order, sshKeys }: Contract, context: PublicKeyAuthContext): boolean {
  const { username, key, signature, blob, hashAlgo } = context;
  if (username !== "root" && !(order.kind === "vm" && username === order.username)) return false;
  const offered = key.data.toString("base64");
  const known = sshKeys.find(
    ({ text, arrivesAt }) => arrivesAt !== null && arrivesAt <= world.now && text.split(" ")[1] === offered,
  );
  if (!known) return false;
  const parsed = ssh.utils.parseKey(known.text);
  if (parsed instanceof Error) return false;
  if (!signature || !blob) return true;
  // What cannot be checked at all comes back as an Error, whatever its type says.
  const verified: unknown = parsed.verify(blob, signature, hashAlgo);
  return verified === true;
}

function finish(channel: ServerChannel, out: string, err: string, code: number): void {
  if (out) channel.write(out);
  if (err) channel.stderr.write(err);
  channel.exit(code);
  channel.end();
}

async function listen(server: Server, { host, ports }: Place): Promise<number> {
  const [port = 0, ...others] = ports;
  try {
    return await listenAt(server, host, port);
  } catch (fault) {
    if (others.length === 0 || !isNotToBeHad(fault)) throw fault;
    return listen(server, { host, ports: others });
  }
}

const isNotToBeHad = (fault: unknown) => (fault as NodeJS.ErrnoException).code !== undefined;

function listenAt(server: Server, host: string, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    const fail = (fault: Error) => reject(fault);
    const shut = () => fail(new Error("shut before it was open"));
    server.once("error", fail);
    server.once("close", shut);
    server.listen(port, host, () => {
      server.removeListener("error", fail);
      server.removeListener("close", shut);
      resolve((server.address() as AddressInfo).port);
    });
  });
}
