import { z } from "zod";
import { providers } from "../providers.ts";
import { advance } from "../advance.ts";
import { MINUTE, SECOND, type Clock } from "../clock.ts";
import { creditOf, watchCredit } from "../contracts/credit.ts";
import { json, type Answer, type Call, type Dialect } from "../http/exchange.ts";
import { isMoodName, moods as catalog, type MoodName } from "../moods/catalog.ts";
import type { Moods } from "../moods/moods.ts";
import { micros } from "../money.ts";
import { endpoints as blueLobsterEndpoints } from "../bluelobster/endpoints.ts";
import { endpoints as tensorDockEndpoints } from "../tensordock/endpoints.ts";
import { endpoints as vastEndpoints } from "../vast/endpoints.ts";
import type { World } from "../world.ts";
import { addForeign, changeContract, ContractChange, ForeignInstances } from "./contracts.ts";
import { isFromHere } from "./from-here.ts";
import { changeMarket, MarketChange } from "./market.ts";
import { stateOf } from "./state.ts";

/**
 * The hand behind the curtain: what tests use to move the clock, set moods, change the market and read the truth.
 * It answers callers on this machine only, and never a web page, whichever address the simulator listens on.
 */
export interface ControlOptions {
  world: World;
  clock: Clock;
  moods: Moods;
}

class BadControl extends Error {}

/** A year at a time is plenty, and replays in seconds. */
const ADVANCE_SECONDS_MAX = 366 * 24 * 60 * (MINUTE / SECOND);

const ClockChange = z.union([
  z.strictObject({ advanceSeconds: z.number().positive().max(ADVANCE_SECONDS_MAX) }),
  z.strictObject({ until: z.iso.datetime() }),
]);

/** Negative takes money out, as a charge from elsewhere would. */
const Payment = z.strictObject({ payDollars: z.number(), provider: z.enum(providers).default("vast") });

const endpoints = [...new Set([...vastEndpoints, ...tensorDockEndpoints, ...blueLobsterEndpoints])];

const MoodChange = z
  .object({
    probability: z.number().min(0).max(1).optional(),
    next: z.number().int().min(0).optional(),
    provider: z.enum(providers).nullable().optional(),
    on: z.array(z.enum(endpoints)).nullable().optional(),
  })
  .catchall(z.union([z.number(), z.string()]));

export function controlDialect({ world, clock, moods }: ControlOptions): Dialect {
  return async (call) => {
    if (call.path === "/healthz" && call.method === "GET") return json(200, { status: "ok" });
    if (!call.path.startsWith("/control")) return undefined;
    if (!isFromHere(call)) return json(403, { error: "Control answers programs on this machine only." });
    try {
      advance(world, clock.now());
      return answer(call);
    } catch (fault) {
      if (fault instanceof BadControl) return json(400, { error: fault.message });
      throw fault;
    }
  };

  /** One that is past the hour already stays where it is. */
  function stepOf(change: z.infer<typeof ClockChange>): number {
    if ("advanceSeconds" in change) return change.advanceSeconds * SECOND;
    const step = Math.max(0, Date.parse(change.until) - clock.now());
    if (step > ADVANCE_SECONDS_MAX * SECOND) refuse("until: That is more than a year away.");
    return step;
  }

  function answer(call: Call): Answer {
    const [, , subject, name] = call.path.split("/");
    const request = `${call.method} ${subject ?? ""}`;
    switch (request) {
      case "GET state":
        return json(200, stateOf(world, moods));
      case "POST clock":
        clock.advance(stepOf(read(ClockChange, call)));
        advance(world, clock.now());
        return json(200, { now: world.now });
      case "POST market":
        return json(200, changeMarket(world, read(MarketChange, call), refuse));
      case "POST contracts":
        return json(200, changeContract(world, Number(name), read(ContractChange, call), refuse));
      case "POST foreign":
        return json(200, addForeign(world, moods, read(ForeignInstances, call), refuse));
      case "POST account":
        return json(200, pay(world, read(Payment, call)));
      case "GET moods":
        return json(200, moods.describe());
      case "PUT moods":
        return json(200, setMood(moods, moodNamed(name), read(MoodChange, call)));
      case "DELETE moods":
        moods.calm(name === undefined ? undefined : moodNamed(name));
        return json(200, {});
      default:
        return json(404, { error: `Control has no ${call.method} ${call.path}.` });
    }
  }
}

/** A browser says where a page came from; a program says nothing. */
function pay(world: World, { payDollars, provider }: z.infer<typeof Payment>) {
  const account = world.accounts[provider];
  account.paidIn += BigInt(micros(payDollars));
  watchCredit(world, account);
  return { creditMicros: String(creditOf(world, account)) };
}

function refuse(message: string): never {
  throw new BadControl(message);
}

function read<Schema extends z.ZodType>(schema: Schema, call: Call): z.infer<Schema> {
  let body: unknown;
  try {
    body = JSON.parse(call.body === "" ? "{}" : call.body);
  } catch {
    refuse("The body is not JSON.");
  }
  const parsed = schema.safeParse(body);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  return refuse(`${issue?.path.join(".") || "body"}: ${issue?.message}`);
}

function moodNamed(name: string | undefined): MoodName {
  if (name !== undefined && isMoodName(name)) return name;
  return refuse(`There is no mood "${name ?? ""}". GET /control/moods lists them.`);
}

function setMood(
  moods: Moods,
  name: MoodName,
  { probability, next, provider, on, ...values }: z.infer<typeof MoodChange>,
) {
  const known: Record<string, number | string> = catalog[name].with;
  for (const [key, value] of Object.entries(values)) {
    if (typeof value !== typeof known[key]) {
      refuse(
        `${name} takes ${Object.keys(known).join(", ") || "no values"}, not ${key}: ${JSON.stringify(value)}.`,
      );
    }
  }
  return moods.set(name, {
    probability: probability ?? 0,
    next: next ?? 0,
    provider: provider ?? null,
    on: on ?? null,
    with: values,
  });
}
