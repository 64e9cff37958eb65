import { agentEnvIn } from "../agents/agent-env.ts";
import type { Contract } from "../contracts/contract.ts";
import { takeId, type World } from "../world.ts";

// What whoever rents a machine does to it over a log-in before they use it, as far as it matters here: a key
// is let in, another is taken out, an agent is started. It is known by its shape and done to the state of
// the world; as everywhere in this shell, nothing is executed.

const LET_IN = /echo '([^']+)' >> ~\/\.ssh\/authorized_keys/g;
const TAKE_OUT = /sed -i '\\\|\^([^']+)\$\|d' ~\/\.ssh\/authorized_keys/g;

/** False for a script that sets nothing up. */
export function setUp(world: World, contract: Contract, script: string): boolean {
  const letIn = [...script.matchAll(LET_IN)].map(([, key = ""]) => key);
  const takenOut = [...script.matchAll(TAKE_OUT)].map(([, key = ""]) => key);
  const agentEnv = agentEnvIn(script);
  if (letIn.length === 0 && takenOut.length === 0 && agentEnv === null) return false;
  // A key that is written into the machine's own file counts from then on, wherever keys come late.
  for (const text of letIn) {
    contract.sshKeys.push({ id: takeId(world), text, attachedAt: world.now, arrivesAt: world.now });
  }
  contract.sshKeys = contract.sshKeys.filter(({ text }) => !takenOut.includes(text));
  if (agentEnv) contract.agent = { env: agentEnv, startsAt: world.now };
  return true;
}
