import { writeMark } from "../mark.ts";
import type { Order } from "../provider.ts";
import { DISK_GB_MIN, type OfferId } from "./offer-rows.ts";

export type WayIn = "whole address" | "forwarded ports";

const SSH_PORT = 22;

/** Where forwarded ports begin. One that is taken is replaced, and what came of it is read afterwards. */
const FIRST_PORT = 20_000;
const PORTS = 10_000;

/**
 * What a create says. A name is all that a machine can carry, so it is the mark. Keys in the order are known not to
 * arrive at times, and neither are files; commands do, so that the key is put in by them as well, for root and for
 * the system's own user. They also leave the environment behind and start what is to be started.
 */
export function orderBody(order: Order, { location, v0Name, gpus }: OfferId, wayIn: WayIn): unknown {
  const { offer } = order;
  return {
    data: {
      type: "virtualmachine",
      attributes: {
        name: writeMark(order.mark),
        type: "virtualmachine",
        image: "ubuntu2404",
        resources: {
          vcpu_count: offer.vcpus,
          ram_gb: offer.ramGb,
          storage_gb: Math.max(order.diskGb, DISK_GB_MIN),
          gpus: { [v0Name]: { count: gpus } },
        },
        location_id: location,
        ...(wayIn === "whole address"
          ? { useDedicatedIp: true }
          : { port_forwards: [SSH_PORT, ...order.ports].map(forward) }),
        ssh_key: order.publicKey.trim(),
        cloud_init: { package_update: false, package_upgrade: false, runcmd: commandsFor(order) },
      },
    },
  };
}

function forward(port: number): Record<string, unknown> {
  return { protocol: "tcp", internal_port: port, external_port: FIRST_PORT + (port % PORTS) };
}

function commandsFor({ publicKey, env, onStart }: Order): string[] {
  const key = quoted(publicKey.trim());
  const commands = ["root", "user"].map(
    (user) =>
      `id ${user} && install -d -m 700 -o ${user} ~${user}/.ssh && ` +
      `echo ${key} >> ~${user}/.ssh/authorized_keys && chown ${user} ~${user}/.ssh/authorized_keys`,
  );
  // Read at every log-in as well.
  const variables = Object.entries(env).map(([name, value]) => `export ${name}=${quoted(value)}\n`);
  commands.push(writing(variables.join(""), ENVIRONMENT));
  if (onStart !== null) commands.push(writing(onStart, SCRIPT), `. ${ENVIRONMENT}; sh ${SCRIPT}`);
  return commands;
}

const ENVIRONMENT = "/etc/profile.d/berth.sh";
const SCRIPT = "/var/lib/berth-on-start.sh";

function writing(content: string, path: string): string {
  return `echo ${Buffer.from(content).toString("base64")} | base64 -d > ${path}`;
}

/** One word to a shell, whatever is in it. */
function quoted(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}
