import { parseArgs, type ParseArgsOptionsConfig } from "node:util";
import { z } from "zod";
import { isMoodName, moodNames, moods, type MoodName } from "./moods/catalog.ts";
import { usualOptions, type SimulatorOptions } from "./simulator.ts";

/** What the command line asks for, or a sentence on what is wrong with it. */
export interface Flags {
  host: string;
  port: number;
  options: SimulatorOptions;
  moods: ReadonlyMap<MoodName, number>;
}

export class BadFlags extends Error {}

const flags: ParseArgsOptionsConfig = {
  port: { type: "string", default: "4100" },
  host: { type: "string", default: "127.0.0.1" },
  seed: { type: "string", default: usualOptions.seed },
  speed: { type: "string", default: String(usualOptions.speed) },
  "market-speed": { type: "string", default: String(usualOptions.marketSpeed) },
  machines: { type: "string", default: String(usualOptions.machines) },
  honest: { type: "boolean", default: false },
  start: { type: "string" },
  credit: { type: "string", default: String(usualOptions.creditDollars) },
  "api-key": { type: "string", multiple: true, default: [...usualOptions.apiKeys] },
  "read-only-key": { type: "string", multiple: true, default: [] },
  "bluelobster-key": {
    type: "string",
    multiple: true,
    default: [...usualOptions.blueLobsterKeys],
  },
  "tensordock-key": { type: "string", multiple: true, default: [...usualOptions.tensorDockKeys] },
  "other-key": { type: "string", multiple: true, default: [...usualOptions.otherKeys] },
  "no-rate-limits": { type: "boolean", default: false },
  agent: { type: "string" },
  mood: { type: "string", multiple: true, default: [] },
  help: { type: "boolean", short: "h", default: false },
};

export const help = `A GPU market on loopback that speaks the providers' own HTTP dialects, and misbehaves on demand.

  node simulator/src/main.ts [flags]

  --port N            where to listen (4100; 0 takes any free port)
  --host ADDRESS      on which address (127.0.0.1); /control answers this machine only
  --seed TEXT         same seed, start and calls: same answers (1)
  --speed N           how fast the clock runs (1); 0 lets only POST /control/clock move it
  --market-speed N    hours of recorded prices that go by in an hour of the clock (60); 0 keeps the market still
  --machines N        how many machines there are on Vast.ai (840)
  --honest            every machine is what its row says, and lets in whoever has the key
  --start TIME        when the clock starts, as 2026-11-20T12:00:00Z (now)
  --credit DOLLARS    what the customer has paid in, at each provider (100)
  --api-key KEY       a Vast.ai key that is accepted; can be repeated (simulated-vast-key)
  --read-only-key KEY a Vast.ai key that may only read; can be repeated
  --bluelobster-key KEY  a Blue Lobster key that is accepted; can be repeated (simulated-bluelobster-key)
  --tensordock-key KEY   a TensorDock token that is accepted; can be repeated (simulated-tensordock-key)
  --other-key KEY     a key of another customer, with an account of its own at each provider; can be repeated
                      (another-customers-key)
  --agent FILE        what runs, as a process of its own, on machines that were ordered with an agent (nothing)
  --no-rate-limits    answer calls however fast they come
  --mood NAME=P       misbehave with probability P; can be repeated

The Vast.ai dialect is under /api/v0 and /api/v1, TensorDock's under /api/v2, Blue Lobster's under
/bluelobster/api/v1, Google Calendar's under /calendar/v3; /google shows what stands in it. Moods:

${moodNames.map((name) => `  ${name.padEnd(25)} ${moods[name].says}`).join("\n")}
`;

const Values = z.object({
  port: z.coerce.number().int().min(0).max(65_535),
  host: z.string().min(1),
  seed: z.string().min(1),
  speed: z.coerce.number().min(0).max(100_000),
  "market-speed": z.coerce.number().min(0).max(100_000),
  machines: z.coerce.number().int().min(1).max(50_000),
  honest: z.boolean(),
  start: z.iso.datetime({ offset: true }).optional(),
  credit: z.coerce.number(),
  "api-key": z.array(z.string().min(1)),
  "read-only-key": z.array(z.string().min(1)),
  "bluelobster-key": z.array(z.string().min(1)),
  "tensordock-key": z.array(z.string().min(1)),
  "other-key": z.array(z.string().min(1)),
  "no-rate-limits": z.boolean(),
  agent: z.string().min(1).optional(),
  mood: z.array(z.string()),
});

/** Undefined stands for "only show the help". */
export function readFlags(args: readonly string[], now: number): Flags | undefined {
  const given = parse(args);
  if (given["help"]) return undefined;
  const values = Values.safeParse(given);
  if (!values.success) {
    const [issue] = values.error.issues;
    throw new BadFlags(`--${String(issue?.path[0])}: ${issue?.message}`);
  }
  const { port, host, seed, speed, machines, honest, start, credit, ...rest } = values.data;
  return {
    host,
    port,
    options: {
      seed,
      startAt: start === undefined ? now : Date.parse(start),
      speed,
      marketSpeed: rest["market-speed"],
      machines,
      honest,
      apiKeys: rest["api-key"],
      readOnlyKeys: rest["read-only-key"],
      blueLobsterKeys: rest["bluelobster-key"],
      tensorDockKeys: rest["tensordock-key"],
      otherKeys: rest["other-key"],
      creditDollars: credit,
      limited: !rest["no-rate-limits"],
      network: usualOptions.network,
      agent: rest.agent ?? null,
    },
    moods: new Map(rest.mood.map(readMood)),
  };
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options: flags }).values;
  } catch (fault) {
    // Node explains at length; its first line says what is wrong.
    throw new BadFlags(String(fault instanceof Error ? fault.message : fault).split("\n")[0]);
  }
}

function readMood(text: string): [MoodName, number] {
  const [name = "", probability = "1"] = text.split("=");
  if (!isMoodName(name)) throw new BadFlags(`--mood: there is no mood "${name}"; --help lists them`);
  const share = Number(probability);
  if (!(share >= 0 && share <= 1))
    throw new BadFlags(`--mood ${name}: ${probability} is not between 0 and 1`);
  return [name, share];
}
