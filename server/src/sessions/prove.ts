import { NoWayIn } from "../platform/shell.ts";
import { ProviderFailure } from "../providers/provider.ts";
import { agentEnv } from "./agent-env.ts";
import { bootCommand, bootScript } from "./rules/boot-script.ts";
import { differences, PROBE, readProbe } from "./rules/readiness.ts";
import { openAccess, openOrder } from "./sealed.ts";
import { changeMachine, type MachineRow } from "./store/machines.ts";
import type { SessionRow } from "./store/sessions.ts";
import { providerOf } from "./whose-key.ts";
import type { SessionWork } from "./work.ts";

const PROBE_MS = 30_000;
/** An agent that came with its machine speaks up within this. */
const AGENT_MS = 90_000;

/**
 * Logs in to a machine and looks. A driver that does not answer yet is not ready; one that answers
 * with something else than was advertised never will be. Then the user's own key is let in.
 */
export async function proveMachine(
  work: SessionWork,
  session: SessionRow,
  machine: MachineRow,
  signal: AbortSignal,
): Promise<void> {
  const { ctx, shell } = work;
  const provider = await providerOf(work, machine);
  const access = openAccess(ctx.seal, session);
  if (!machine.keyed && provider?.attachKey) {
    try {
      await provider.attachKey(machine.externalId ?? "", access.publicKey, signal);
      await changeMachine(ctx, machine.id, { keyed: true });
    } catch (error) {
      if (!(error instanceof ProviderFailure)) throw error;
      await changeMachine(ctx, machine.id, { detail: `key not attached: ${error.message}`.slice(0, 300) });
      return;
    }
  }
  for (const address of machine.ssh ?? []) {
    try {
      const shown = await shell.run({
        ...address,
        privateKey: access.privateKey,
        hostKey: machine.hostKey,
        command: PROBE,
        signal: AbortSignal.any([signal, AbortSignal.timeout(PROBE_MS)]),
      });
      await changeMachine(ctx, machine.id, { hostKey: shown.hostKey });
      const seen = readProbe(shown.output);
      if (!seen) return await changeMachine(ctx, machine.id, { detail: "the driver does not answer yet" });
      const wrong = differences(advertisedOf(machine), seen);
      if (wrong.length > 0) {
        return await changeMachine(ctx, machine.id, { proof: "mismatch", proofDetail: wrong.join("; ") });
      }
      const { env, onStart, saveCommand } = openOrder(ctx.seal, session);
      const commands = [letIn(session.publicKey)];
      // Where the create call carried no script, or nobody knows whether it did, the agent is started now.
      const waitedMs = ctx.now().getTime() - session.stateSince.getTime();
      if (session.heardAt === null && (machine.bootsByHand || waitedMs > AGENT_MS)) {
        const deadline = session.longestUntil ?? ctx.now();
        const all = { ...env, ...agentEnv(work, session, access, saveCommand) };
        commands.push(bootCommand(all, bootScript(deadline, ctx.now(), onStart)));
      }
      for (const command of commands) {
        await shell.run({
          ...address,
          privateKey: access.privateKey,
          hostKey: shown.hostKey,
          command,
          signal: AbortSignal.any([signal, AbortSignal.timeout(PROBE_MS)]),
        });
      }
      return await changeMachine(ctx, machine.id, { proof: "as-advertised", detail: null, ssh: [address] });
    } catch (error) {
      if (!(error instanceof NoWayIn)) throw error;
      await changeMachine(ctx, machine.id, { detail: `no log-in yet: ${error.message}`.slice(0, 300) });
    }
  }
}

function advertisedOf({ gpuModel, gpuCount, vramGb, cudaVersion }: MachineRow) {
  return { gpuModel: gpuModel ?? "", gpuCount: gpuCount ?? 0, vramGb: vramGb ?? 0, cudaVersion };
}

// A key was read as one before, so nothing in it can mean anything to a shell; it is looked at once more.
const PLAIN = /^[A-Za-z0-9@.+/= _-]+$/;

function plain(publicKey: string): string {
  if (!PLAIN.test(publicKey)) throw new Error("not a public key in one line");
  return publicKey;
}

/** Adds a key to those let in. */
function letIn(publicKey: string): string {
  return `mkdir -p ~/.ssh && chmod 700 ~/.ssh && echo '${plain(publicKey)}' >> ~/.ssh/authorized_keys && chmod 600 ~/.ssh/authorized_keys`;
}

/** Adds a key and takes another away; the new one comes first, so that there is always a way in. */
export function replaceKey(before: string, publicKey: string): string {
  return `${letIn(publicKey)} && sed -i '\\|^${plain(before)}$|d' ~/.ssh/authorized_keys`;
}
