import { z } from "zod";
import { attachKey, createContract } from "../contracts/create.ts";
import { isUnderbid } from "../contracts/contract.ts";
import { creditOf } from "../contracts/credit.ts";
import { fateFor } from "../contracts/fate.ts";
import type { ContainerOrder } from "../contracts/order.ts";
import { json, text, type Answer } from "../http/exchange.ts";
import { isRentable } from "../market/asks.ts";
import type { Machine } from "../market/machines.ts";
import type { Ask } from "../market/slices.ts";
import { micros } from "../money.ts";
import { findAsk, getMachine } from "../world.ts";
import { envPairs } from "./env.ts";
import { badArguments, issueOf, Refused } from "./refusals.ts";
import { findTemplate, type Template } from "./templates.ts";
import type { Visit } from "./visit.ts";

/** Renting an ask. There is no idempotency key: a client that lost the answer looks for its label. */
const LABEL_MAX = 256;
const ONSTART_MAX = 4_096;

const runtypes = [
  "ssh",
  "ssh_proxy",
  "ssh_direct",
  "ssh_direc",
  "jupyter",
  "jupyter_proxy",
  "jupyter_direct",
  "jupyter_direc",
  "args",
] as const;

const Body = z.looseObject({
  client_id: z.string().nullish(),
  image: z.string().max(1_024).nullish(),
  template_hash_id: z.string().nullish(),
  disk: z.coerce.number().nullish(),
  label: z.string().nullish(),
  runtype: z
    .string()
    .refine(
      (value) => value.split(/\s+/).every((word) => (runtypes as readonly string[]).includes(word)),
      "unknown",
    )
    .nullish(),
  env: z.union([z.record(z.string(), z.coerce.string()), z.string()]).nullish(),
  onstart: z.string().nullish(),
  args: z.array(z.string()).nullish(),
  args_str: z.string().nullish(),
  price: z.coerce.number().nullish(),
  target_state: z.enum(["running", "stopped"]).nullish(),
  cancel_unavail: z.boolean().nullish(),
  ssh_key: z.string().nullish(),
  vm: z.boolean().nullish(),
});

type Body = z.infer<typeof Body>;

export function createInstance({ world, account, moods, params, body }: Visit): Answer {
  const askId = Number(params[0]);
  const read = Body.safeParse(body);
  if (!read.success) throw badArguments(`error 400/3467: ${issueOf(read.error)}`, { ask_id: askId });
  const wish = read.data;
  const price = wish.price ?? null;
  if (price !== null && !(price >= 0.001 && price <= 128)) {
    throw new Refused(400, "invalid_price", "price must be between 0.001 and 128 $/hour.", { ask_id: askId });
  }
  if (wish.vm && account.sshKeys.length === 0) {
    throw new Refused(400, "no_ssh_key_for_vm", "A VM needs an ssh key on the account first.", {
      ask_id: askId,
    });
  }
  if (moods.strikes("insufficient-credit", "create") || creditOf(world, account) <= account.threshold) {
    throw new Refused(400, "insufficient_credit", "Your account lacks credit; see the billing page.", {
      ask_id: askId,
    });
  }

  const stale = moods.strikes("stale-ask", "create");
  const ask = findAsk(world, "vast", askId);
  if (!ask || stale) throw noSuchAsk(askId, stale?.status ?? 400);
  const machine = getMachine(world, ask.machineId);
  const mayWait = !(wish.cancel_unavail ?? (price === null && wish.target_state !== "stopped"));
  if (!isRentable(machine, ask)) throw noSuchAsk(askId, machine.online || mayWait ? 400 : 410);

  const order = orderOf(wish, machine, ask, moods.strikes("template-without-ssh", "create") !== undefined);
  const bid = price === null ? null : micros(price);
  const underbid = isUnderbid({ bid, gpus: ask.size }, machine);
  const refusedAllTheSame = underbid || moods.strikes("created-despite-refusal", "create") !== undefined;
  const contract = createContract(world, ask, {
    account,
    order,
    bid,
    runs: !refusedAllTheSame && wish.target_state !== "stopped",
    priceFactor: moods.strikes("price-raised", "create")?.factor ?? 1,
    fate: fateFor(moods, machine),
  });
  // A key inside create reaches the machine about every other time.
  if (wish.ssh_key && contract.random.chance(0.5)) attachKey(world, contract, wish.ssh_key.trim());

  if (moods.strikes("create-cut", "create")) return { kind: "cut" };
  if (moods.strikes("create-error-after-commit", "create")) return text(500, "Internal Server Error");
  if (refusedAllTheSame) {
    const [error, msg] = underbid
      ? ["bid_too_low", `Bid ${price} is below the machine's minimum.`]
      : ["start_failed", "The instance was created but could not be started."];
    return json(200, { success: false, error, msg, new_contract: contract.id });
  }
  return json(200, {
    success: true,
    new_contract: contract.id,
    instance_api_key: `instance-key-${contract.id}`,
  });
}

function noSuchAsk(askId: number, status: number): Refused {
  if (status === 410) {
    const msg = `error 410/3907: ask ${askId} is no longer available.`;
    return new Refused(410, "no_such_ask", msg, { ask_id: askId });
  }
  const msg = `error 404/3603: no_such_ask Instance type by id ${askId} is not available.`;
  return new Refused(status, "invalid_args", msg, { ask_id: askId });
}

/** The template stands behind the request: what the request says wins, and environments are merged by name. */
function orderOf(wish: Body, machine: Machine, ask: Ask, withoutSsh: boolean): ContainerOrder {
  const refuse = (message: string) => badArguments(`error 400/3467: ${message}`, { ask_id: ask.id });
  const template = wish.template_hash_id ? findTemplate(wish.template_hash_id) : undefined;
  if (wish.template_hash_id && !template) throw refuse("no such template");
  const image = wish.image ?? template?.image;
  if (!image) throw refuse("image is required");
  const diskGb = wish.disk ?? 8;
  if (!(diskGb >= 8)) throw refuse("disk must be at least 8 GB");
  if (diskGb > machine.specs.diskGb * (ask.size / machine.gpuCount))
    throw refuse("the machine has less disk than that");
  if ((wish.label?.length ?? 0) > LABEL_MAX) throw refuse(`label is longer than ${LABEL_MAX}`);
  const runtype = withoutSsh && template ? "args" : (wish.runtype ?? template?.runtype ?? "ssh");
  const args = wish.args ?? (wish.args_str ? wish.args_str.split(/\s+/) : []);
  if (args.length > 0 && runtype !== "args") throw refuse("args need runtype args");
  const onstart = wish.onstart ?? template?.onstart ?? null;
  if ((onstart?.length ?? 0) + args.join(" ").length > ONSTART_MAX)
    throw refuse("onstart and args are too long");
  return {
    kind: "container",
    image,
    diskGb,
    label: wish.label ?? null,
    runtype,
    env: mergedEnv(wish, template),
    onstart,
    args,
    templateHash: template?.hash_id ?? null,
  };
}

function mergedEnv(wish: Body, template: Template | undefined): ContainerOrder["env"] {
  return [...new Map([...Object.entries(template?.env ?? {}), ...envPairs(wish.env ?? {})])];
}
