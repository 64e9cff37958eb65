import { isImageName } from "../../values/image-name.ts";
import { InvalidInput } from "../../values/refusal.ts";
import { SAVE_MINUTES_MAX, SAVE_MINUTES_USUAL, type StoragePolicy } from "./saving.ts";
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
  storagePolicy?: StoragePolicy | null | undefined;
  /** Run before the machine is ended, where the policy is to save. */
  saveCommand?: string | null | undefined;
  saveMinutes?: number | null | undefined;
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
  saveCommand: string | null;
  /** Null where nothing is saved. */
  saveMinutes: number | null;
}

const USUAL_IMAGE = "nvidia/cuda:12.8.1-devel-ubuntu24.04";
const USUAL_DISK_GB = 50;
const ENV_NAME = /^[A-Za-z_][A-Za-z0-9_]{0,127}$/;
const ENV_MAX = 64;
const ENV_CHARACTERS = 16_000;
const SCRIPT_CHARACTERS = 3_000;
const CONSUMER_CHARACTERS = 60;

export function readOrder(input: StartOrder): ReadOrder {
  whole("hours", input.hours, 1, HOURS_MAX, "hours");
  const diskGb = input.diskGb ?? USUAL_DISK_GB;
  whole("diskGb", diskGb, 10, DISK_GB_MAX, "GB of disk");
  const idleMinutes = input.idleMinutes ?? null;
  if (idleMinutes !== null) whole("idleMinutes", idleMinutes, 5, 24 * 60, "minutes of idling");
  const image = (input.image ?? USUAL_IMAGE).trim();
  if (!isImageName(image)) throw new InvalidInput("image", "This is not the name of a container image.");
  return {
    hours: input.hours,
    image,
    diskGb,
    ports: readPorts(input.ports ?? []),
    onStart: readScript("onStart", "A start script", input.onStart ?? null),
    ...readSaving(input),
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
    // Who discards does not want what the template would save either.
    ...(order.storagePolicy !== "discard" && {
      storagePolicy: order.storagePolicy ?? (order.saveCommand ? "save" : template.storagePolicy),
      saveCommand: order.saveCommand ?? template.saveCommand,
      saveMinutes: order.saveMinutes ?? template.saveMinutes,
    }),
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

function readScript(field: string, what: string, script: string | null): string | null {
  if (script === null || script.trim() === "") return null;
  if (script.length > SCRIPT_CHARACTERS || script.includes("\0"))
    throw new InvalidInput(field, `${what} has at most ${SCRIPT_CHARACTERS} characters.`);
  return script;
}

/** A command is enough to say that it is to be run. */
function readSaving(
  input: Pick<SetUp, "storagePolicy" | "saveCommand" | "saveMinutes">,
): Pick<ReadOrder, "saveCommand" | "saveMinutes"> {
  const saveCommand = readScript("saveCommand", "A command that saves", input.saveCommand ?? null);
  const policy = input.storagePolicy ?? (saveCommand === null ? "discard" : "save");
  const minutes = input.saveMinutes ?? SAVE_MINUTES_USUAL;
  whole("saveMinutes", minutes, 1, SAVE_MINUTES_MAX, "minutes to save in");
  if (policy === "save") {
    if (saveCommand === null) throw new InvalidInput("saveCommand", "Say by which command it is saved.");
    return { saveCommand, saveMinutes: minutes };
  }
  if (input.storagePolicy == null && input.saveMinutes != null)
    throw new InvalidInput("saveMinutes", "Nothing is saved: say by which command, or leave this out.");
  if (saveCommand !== null)
    throw new InvalidInput("saveCommand", "What is discarded is not saved: leave the command out.");
  return { saveCommand: null, saveMinutes: null };
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
