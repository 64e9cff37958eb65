import { record } from "../events/record.ts";
import { type Ctx, inTransaction } from "../platform/context.ts";
import { metrics } from "../platform/metrics.ts";
import { cloudName } from "../providers/clouds.ts";
import type { Creation, FailureKind, Order, Provider } from "../providers/provider.ts";
import { noteLaunch } from "./note-launch.ts";
import { changeMachine, type MachineRow, moveMachine } from "./store/machines.ts";
import type { SessionWork } from "./work.ts";

const CREATE_MS = 180_000;
/** For whoever waits; what the provider itself says stands behind it. */
const said: Readonly<Record<FailureKind, string>> = {
  "rate-limited": "the provider is asked too often",
  unauthorised: "the provider refused the key",
  "no-capacity": "the provider has none left",
  "offer-gone": "it is rented by somebody else",
  "not-found": "the provider knows it no more",
  "insufficient-credit": "what is paid to the provider in advance is used up",
  flaky: "the provider could not be reached",
  nonsense: "the provider does not take this order",
};
const ofTheMachine = new Set<FailureKind>(["no-capacity", "offer-gone", "not-found"]);

/**
 * Asks the provider, once. Whatever comes of it is written down; where nothing certain comes of it,
 * the row stays "asked", and whoever looks at the provider's list next finds the machine by its mark
 * or, in time, that there is none. Nobody asks again before that.
 */
export async function askForMachine(
  { ctx }: SessionWork,
  provider: Provider,
  machine: MachineRow,
  order: Order,
  signal: AbortSignal,
): Promise<void> {
  const startedMs = ctx.clock.elapsedMs();
  const ended = await provider.create(order, AbortSignal.any([signal, AbortSignal.timeout(CREATE_MS)]));
  metrics.machineCreateSeconds.observe(
    { provider: provider.id, outcome: ended.outcome },
    (ctx.clock.elapsedMs() - startedMs) / 1000,
  );
  await inTransaction(ctx, (ctx) => write(ctx, machine, ended));
}

async function write(ctx: Ctx, machine: MachineRow, ended: Creation): Promise<void> {
  switch (ended.outcome) {
    case "created": {
      const { externalId, keyGiven: keyed, startGiven } = ended;
      // It may have been found by its mark while the answer was on its way.
      const change = { state: "there" as const, externalId, keyed, bootsByHand: !startGiven };
      if (!(await moveMachine(ctx, machine.id, "asked", change))) return;
      return tell(ctx, machine, "answered", `the provider has made it as ${externalId}`);
    }
    case "unfit": {
      const { externalId, reason } = ended;
      const change = { state: "ending" as const, externalId, reason: "refused" as const, detail: reason };
      if (!(await moveMachine(ctx, machine.id, "asked", change))) return;
      await noteLaunch(ctx, machine, false);
      return tell(ctx, machine, "refused", reason);
    }
    case "refused": {
      const { kind, message } = ended.failure;
      const detail = kind === "unauthorised" ? saysWhoseKey(machine, message) : message;
      const reason = kind === "unauthorised" ? ("key-refused" as const) : ("refused" as const);
      const change = { state: "over" as const, reason, detail, overAt: ctx.now() };
      if (!(await moveMachine(ctx, machine.id, "asked", change))) return;
      // That our account is empty, our key wrong, our order senseless or our network away says nothing of the machine.
      if (ofTheMachine.has(kind)) await noteLaunch(ctx, machine, false);
      return tell(ctx, machine, "refused", kind === "unauthorised" ? detail : `${said[kind]} (${message})`);
    }
    case "unknown":
      await changeMachine(ctx, machine.id, { detail: ended.failure.message });
      return tell(
        ctx,
        machine,
        "unknown",
        `${ended.failure.message}; looking whether it was made all the same`,
      );
  }
}

function saysWhoseKey({ providerId, keyId }: MachineRow, message: string): string {
  const whose = keyId === null ? "Berth’s own key" : "The team’s own key";
  return `${whose} at ${cloudName(providerId)} was refused: ${message}`.slice(0, 300);
}

async function tell(
  ctx: Ctx,
  { sessionId, accountId, attempt }: MachineRow,
  outcome: "answered" | "refused" | "unknown",
  detail: string,
): Promise<void> {
  if (!sessionId || !accountId) return;
  await record(ctx, {
    topic: "session.attempt",
    subject: sessionId,
    accountId,
    payload: { attempt, outcome, detail: detail.slice(0, 300) },
  });
}
