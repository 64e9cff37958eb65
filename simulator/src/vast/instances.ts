import { z } from "zod";
import type { Contract } from "../contracts/contract.ts";
import { changeBid, recycle, reboot, start, stop } from "../contracts/change.ts";
import { creditOf } from "../contracts/credit.ts";
import { tearDown } from "../contracts/life.ts";
import { isContainer, type ContainerContract } from "../contracts/order.ts";
import { json, type Answer } from "../http/exchange.ts";
import { micros } from "../money.ts";
import { findContract, type World } from "../world.ts";
import { instanceRow } from "./instance-row.ts";
import { badArguments, issueOf, Refused } from "./refusals.ts";
import type { Visit } from "./visit.ts";

/** Reading one instance, and changing it. Lists are in instance-lists.ts. */
const LABEL_MAX = 1_024;

export function showInstance({ world, account, moods, params }: Visit): Answer {
  const contract = findContainer({ world, account }, params[0]);
  if (!contract) {
    if (moods.strikes("gone-as-404", "show")) throw noSuchInstance();
    return json(200, { instances: null });
  }
  if (moods.strikes("null-instance", "show")) return json(200, { instances: null });
  const row = instanceRow(world, contract, skewOf({ moods }, "show"));
  if (moods.strikes("unknown-flap", "show"))
    return json(200, { instances: { ...row, actual_status: "unknown" } });
  return json(200, { instances: row });
}

export function skewOf({ moods }: Pick<Visit, "moods">, endpoint: string): number {
  return moods.strikes("clock-skew", endpoint)?.seconds ?? 0;
}

const Change = z.looseObject({
  state: z.enum(["running", "stopped"]).optional(),
  label: z.string().nullish(),
});

export function manageInstance(visit: Visit): Answer {
  const change = read(Change, visit.body);
  const contract = getContract(visit, visit.params[0]);
  if (change.label !== undefined) {
    if ((change.label?.length ?? 0) > LABEL_MAX)
      throw new Refused(400, "label_too_long", `label is over ${LABEL_MAX}`);
    contract.order.label = change.label;
    return json(200, { success: true, msg: `label set for instance ${contract.id}` });
  }
  if (change.state === undefined) throw badArguments("state or label is required");
  return setState(visit.world, contract, change.state);
}

function setState(world: World, contract: Contract, state: "running" | "stopped"): Answer {
  if (state === "stopped") {
    stop(world, contract);
    return json(200, { success: true, msg: `stopping instance ${contract.id}` });
  }
  if (creditOf(world, contract.account) <= contract.account.threshold) {
    throw new Refused(400, "insufficient_credit", "Your account lacks credit; see the billing page.");
  }
  switch (start(world, contract)) {
    case "ended":
      throw badArguments("The contract's end date has passed.");
    case "queued":
      return json(200, {
        success: false,
        error: "resources_unavailable",
        msg: "Required resources are currently unavailable, state change queued.",
      });
    case "starting":
    case "already":
      return json(200, { success: true, msg: `starting instance ${contract.id}` });
  }
}

const ChangeMany = z.looseObject({
  state: z.enum(["running", "stopped"]),
  ids: z.union([z.array(z.number()), z.array(z.coerce.number())]),
});

export function manageInstances(visit: Visit): Answer {
  const { state, ids } = read(ChangeMany, visit.body);
  const contracts = ids.map((id) => getContract(visit, String(id)));
  for (const contract of contracts) setState(visit.world, contract, state);
  return json(200, { success: true, msg: `${contracts.length} instances` });
}

export function rebootInstance(visit: Visit): Answer {
  const done = reboot(visit.world, getContract(visit, visit.params[0]));
  return done ? json(200, { success: true }) : notRunning();
}

export function recycleInstance(visit: Visit): Answer {
  const done = recycle(visit.world, getContract(visit, visit.params[0]));
  return done ? json(200, { success: true }) : notRunning();
}

function notRunning(): Answer {
  return json(200, { success: false, error: "invalid_state", msg: "The instance is not running." });
}

const Bid = z.looseObject({ price: z.coerce.number() });

export function bidOnInstance(visit: Visit): Answer {
  const { price } = read(Bid, visit.body);
  const contract = getContract(visit, visit.params[0]);
  if (contract.bid === null) throw badArguments("The instance is on demand.");
  if (!(price >= 0.001 && price <= 32 * contract.gpus)) {
    throw new Refused(400, "invalid_price", `price must be between 0.001 and ${32 * contract.gpus}`);
  }
  changeBid(visit.world, contract, micros(price));
  return json(200, { success: true });
}

export function destroyInstance(visit: Visit): Answer {
  destroy(visit, getContract(visit, visit.params[0]));
  return json(200, { success: true, msg: `destroying instance ${visit.params[0]}` });
}

const DestroyMany = z.looseObject({ instance_ids: z.array(z.coerce.number()) });

export function destroyInstances(visit: Visit): Answer {
  const { instance_ids } = read(DestroyMany, visit.body);
  const contracts = instance_ids.map((id) => getContract(visit, String(id)));
  for (const contract of contracts) destroy(visit, contract);
  return json(200, { success: true, msg: `destroying ${contracts.length} instances` });
}

function destroy({ world, moods }: Pick<Visit, "world" | "moods">, contract: Contract): void {
  if (moods.strikes("destroy-ignored", "destroy")) return;
  if (moods.strikes("destroy-stops", "destroy")) return stop(world, contract);
  tearDown(world, contract, moods.strikes("destroy-late", "destroy")?.seconds);
  contract.fate.backAfterSeconds = moods.strikes("destroy-undone", "destroy")?.seconds ?? null;
}

function noSuchInstance(): Refused {
  return new Refused(404, "no_such_instance", "No such instance.");
}

type Whose = Pick<Visit, "world" | "account">;

export function getContract(whose: Whose, id: string | undefined): ContainerContract {
  const contract = findContainer(whose, id);
  if (!contract) throw noSuchInstance();
  return contract;
}

function findContainer({ world, account }: Whose, id: string | undefined): ContainerContract | undefined {
  const contract = findContract(world, account, Number(id));
  return contract && isContainer(contract) ? contract : undefined;
}

export function read<Schema extends z.ZodType>(schema: Schema, body: unknown): z.infer<Schema> {
  const parsed = schema.safeParse(body);
  if (!parsed.success) throw badArguments(issueOf(parsed.error));
  return parsed.data;
}
