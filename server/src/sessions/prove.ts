import { NoWayIn } from "../platform/shell.ts";
import { ProviderFailure } from "../providers/provider.ts";
import { agentEnv } from "./agent-env.ts";
import { bootCommand, bootScript } from "./rules/boot-script.ts";
import { differences, PROBE, readProbe } from "./rules/readiness.ts";
import { type Access, openAccess, openOrder } from "./sealed.ts";
import { changeMachine, type MachineRow } from "./store/machines.ts";
import type { SessionRow } from "./store/sessions.ts";
import { providerOf } from "./whose-key.ts";
import type { SessionWork } from "./work.ts";

const PROBE_MS = 30_000;
/** An agent that came with its machine speaks up within this. */
const AGENT_MS = 90_000;

/** Whether there is something to log in for: to look, or to start an agent that does not speak up by itself. */
export function isToBeProved(session: SessionRow, machine: MachineRow, now: Date): boolean {
  if (machine.proof === null) return true;
  return machine.proof === "as-advertised" && !machine.bootsByHand && isAgentLate(session, now);
}

function isAgentLate({ heardAt, stateSince }: SessionRow, now: Date): boolean {
  return heardAt === null && now.getTime() - stateSince.getTime() > AGENT_MS;
}

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
      const commands = machine.proof === null ? [letIn(session.publicKey)] : [];
      const isLate = isAgentLate(session, ctx.now());
      if (machine.bootsByHand || isLate) commands.push(bootByHand(work, session, access));
      for (const command of commands) {
        const { code, output } = await shell.run({
          ...address,
          privateKey: access.privateKey,
          hostKey: shown.hostKey,
          command,
          signal: AbortSignal.any([signal, AbortSignal.timeout(PROBE_MS)]),
        });
        if (code !== null && code !== 0)
          return await changeMachine(ctx, machine.id, {
            detail: `what begins there does not run: it ended with ${code}. ${output}`.slice(0, 300),
          });
      }
      const bootsByHand = machine.bootsByHand || isLate;
      const proved = { proof: "as-advertised" as const, detail: null, ssh: [address], bootsByHand };
      return await changeMachine(ctx, machine.id, proved);
    } catch (error) {
      if (!(error instanceof NoWayIn)) throw error;
      await changeMachine(ctx, machine.id, { detail: `no log-in yet: ${error.message}`.slice(0, 300) });
    }
  }
}

/**
 * Where the create call carried no script, the agent is started now; where it did and the agent keeps silent, it is
 * started if the script never came to run. One that did runs the user's own script, and that is not to run twice.
 */
function bootByHand(work: SessionWork, session: SessionRow, access: Access): string {
  const { ctx } = work;
  const { env, onStart, saveCommand } = openOrder(ctx.seal, session);
  const script = bootScript(session.longestUntil ?? ctx.now(), ctx.now(), onStart);
  const all = { ...env, ...agentEnv(work, session, access, saveCommand) };
  return bootCommand(all, script);
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
