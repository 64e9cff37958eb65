import { InvalidInput } from "../../values/refusal.ts";
import { DISK_GB_MAX, HOURS_MAX, PORTS_MAX } from "./limits.ts";

// What a user may ask of a machine, and in which words. It ends up in a provider's request and, some
// of it, in a shell: so names are of few characters, and everything has an end.

/** How a machine is set up, wherever it is and whoever pays for it. */
export interface SetUp {
  image?: string | null | undefined;
  diskGb?: number | null | undefined;
  ports?: readonly number[] | null | undefined;
  onStart?: string | null | undefined;
  env?: readonly { name: string; value: string }[] | null | undefined;
  idleMinutes?: number | null | undefined;
}

export interface StartOrder extends SetUp {
  hours: number;
  publicKey?: string | null | undefined;
  consumer?: string | null | undefined;
}

export interface ReadOrder {
  hours: number;
  image: string;
  diskGb: number;
  ports: number[];
  onStart: string | null;
  env: Record<string, string>;
  consumer: string | null;
  idleMinutes: number | null;
}

const USUAL_IMAGE = "nvidia/cuda:12.8.1-devel-ubuntu24.04";
const USUAL_DISK_GB = 50;
const IMAGE = /^[a-z0-9][a-z0-9._/-]{0,200}(:[A-Za-z0-9._-]{1,128})?(@sha256:[0-9a-f]{64})?$/;
const ENV_NAME = /^[A-Za-z_][A-Za-z0-9_]{0,127}$/;
const ENV_MAX = 64;
const ENV_CHARACTERS = 16_000;
const ON_START_CHARACTERS = 3_000;
const CONSUMER_CHARACTERS = 60;

export function readOrder(input: StartOrder): ReadOrder {
  whole("hours", input.hours, 1, HOURS_MAX, "hours");
  const diskGb = input.diskGb ?? USUAL_DISK_GB;
  whole("diskGb", diskGb, 10, DISK_GB_MAX, "GB of disk");
  const idleMinutes = input.idleMinutes ?? null;
  if (idleMinutes !== null) whole("idleMinutes", idleMinutes, 5, 24 * 60, "minutes of idling");
  const image = (input.image ?? USUAL_IMAGE).trim();
  if (!IMAGE.test(image)) throw new InvalidInput("image", "This is not the name of a container image.");
  return {
    hours: input.hours,
    image,
    diskGb,
    ports: readPorts(input.ports ?? []),
    onStart: readScript(input.onStart ?? null),
    env: readEnv(input.env ?? []),
    consumer: readConsumer(input.consumer ?? null),
    idleMinutes,
  };
}

/** What is said goes before what the template says; of the environment each variable does. */
export function overTemplate<Order extends SetUp>(order: Order, template: SetUp): Order {
  const said = new Set((order.env ?? []).map(({ name }) => name));
  return {
    ...order,
    image: order.image ?? template.image,
    diskGb: order.diskGb ?? template.diskGb,
    ports: order.ports ?? template.ports,
    onStart: order.onStart ?? template.onStart,
    env: [...(template.env ?? []).filter(({ name }) => !said.has(name)), ...(order.env ?? [])],
    idleMinutes: order.idleMinutes ?? template.idleMinutes,
  };
}

function whole(field: string, value: number, least: number, most: number, what: string): void {
  if (Number.isInteger(value) && value >= least && value <= most) return;
  throw new InvalidInput(field, `Between ${least} and ${most} ${what}, in whole ones.`);
}

function readPorts(ports: readonly number[]): number[] {
  const different = [...new Set(ports)];
  if (different.length > PORTS_MAX) throw new InvalidInput("ports", `At most ${PORTS_MAX} ports.`);
  for (const port of different) {
    if (port === 22) throw new InvalidInput("ports", "Port 22 is always there.");
    whole("ports", port, 1, 65_535, "as a port");
  }
  return different;
}

function readScript(script: string | null): string | null {
  if (script === null || script.trim() === "") return null;
  if (script.length > ON_START_CHARACTERS || script.includes("\0"))
    throw new InvalidInput("onStart", `A start script has at most ${ON_START_CHARACTERS} characters.`);
  return script;
}

function readEnv(list: readonly { name: string; value: string }[]): Record<string, string> {
  if (list.length > ENV_MAX) throw new InvalidInput("env", `At most ${ENV_MAX} variables.`);
  const env: Record<string, string> = {};
  let characters = 0;
  for (const { name, value } of list) {
    if (!ENV_NAME.test(name))
      throw new InvalidInput("env", "A variable's name has letters, digits and underscores.");
    if (name.startsWith("BERTH_")) throw new InvalidInput("env", "Names that begin with BERTH_ are ours.");
    if (value.includes("\0")) throw new InvalidInput("env", "A variable's value is text.");
    if (Object.hasOwn(env, name)) throw new InvalidInput("env", `${name} is there twice.`);
    characters += name.length + value.length;
    env[name] = value;
  }
  if (characters > ENV_CHARACTERS)
    throw new InvalidInput("env", `Variables have at most ${ENV_CHARACTERS} characters together.`);
  return env;
}

function readConsumer(text: string | null): string | null {
  const name = text?.trim() ?? "";
  if (name === "") return null;
  if (name.length > CONSUMER_CHARACTERS || /[\p{Cc}\p{Cs}]/u.test(name))
    throw new InvalidInput(
      "consumer",
      `A consumer's name has at most ${CONSUMER_CHARACTERS} characters, in one line.`,
    );
  return name;
}
