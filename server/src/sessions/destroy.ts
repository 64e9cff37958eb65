import { record } from "../events/record.ts";
import { inTransaction } from "../platform/context.ts";
import { metrics } from "../platform/metrics.ts";
import { type Provider, ProviderFailure } from "../providers/provider.ts";
import { listToDestroy, type MachineRow, noteDestroyAsked } from "./store/machines.ts";
import { providerOf } from "./whose-key.ts";
import type { SessionWork } from "./work.ts";

const AGAIN_MS = 60_000;
/** So many tries that came to nothing are worth somebody's attention. */
const TRIES_UNTIL_ALARM = 3;

/**
 * Asks again, every minute and for ever, for the end of each machine that is to be gone and is not
 * proven to be. That a provider accepts is no proof, so an accepted one is asked for again as well.
 */
export async function destroyEnding(work: SessionWork): Promise<void> {
  const { ctx, errands } = work;
  for (const machine of await listToDestroy(ctx, new Date(ctx.now().getTime() - AGAIN_MS))) {
    const provider = await providerOf(work, machine);
    // Without a key nothing can be asked; the alarm below would say so for the ones that can.
    if (!provider) continue;
    errands.begin(`destroy ${machine.id}`, (signal) => destroy(work, provider, machine, signal));
  }
}

async function destroy(
  { ctx }: SessionWork,
  provider: Provider,
  machine: MachineRow,
  signal: AbortSignal,
): Promise<void> {
  const tries = await noteDestroyAsked(ctx, machine.id);
  if (tries > TRIES_UNTIL_ALARM) metrics.destroyAlarms.inc({ provider: provider.id });
  try {
    await provider.destroy(machine.externalId ?? "", signal);
    metrics.destroys.inc({ provider: provider.id, outcome: "accepted" });
  } catch (error) {
    if (!(error instanceof ProviderFailure)) throw error;
    metrics.destroys.inc({ provider: provider.id, outcome: error.kind });
    ctx.log.warn(
      { err: error, machine: machine.id, tries },
      "a machine could not be destroyed; asking again in a minute",
    );
    if (tries !== TRIES_UNTIL_ALARM || !machine.sessionId || !machine.accountId) return;
    const { sessionId: subject, accountId } = machine;
    await inTransaction(ctx, (ctx) =>
      record(ctx, {
        topic: "session.attempt",
        subject,
        accountId,
        payload: { attempt: machine.attempt, outcome: "not-destroyed", detail: error.message.slice(0, 300) },
      }),
    );
  }
}
