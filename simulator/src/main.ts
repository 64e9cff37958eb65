import { BadFlags, help, readFlags } from "./flags.ts";
import { createSimulator, type Simulator } from "./simulator.ts";

async function main(): Promise<void> {
  const flags = readFlags(process.argv.slice(2), Date.now());
  if (!flags) {
    process.stdout.write(help);
    return;
  }
  const simulator = createSimulator(flags.options);
  for (const [name, probability] of flags.moods) simulator.moods.set(name, { probability });
  const address = await simulator.listen(flags.host, flags.port);
  const { world } = simulator;
  process.stdout.write(`simulator on ${address} (${world.machines.size} machines, seed ${world.seed})\n`);
  closeOnSignal(simulator);
}

function closeOnSignal(simulator: Simulator): void {
  for (const signal of ["SIGTERM", "SIGINT"] as const) {
    process.once(signal, () => {
      simulator.close().then(() => process.exit(0), fail);
    });
  }
}

function fail(fault: unknown): void {
  process.stderr.write(`simulator: ${sentenceFor(fault)}\n`);
  process.exit(1);
}

function sentenceFor(fault: unknown): string {
  if (!(fault instanceof Error)) return String(fault);
  if (fault instanceof BadFlags) return fault.message;
  const { code, port } = fault as NodeJS.ErrnoException & { port?: number };
  if (code === "EADDRINUSE") return `port ${port} is taken; give another with --port`;
  if (code === "EACCES") return `port ${port} needs more rights than this user has; give another with --port`;
  if (code === "EADDRNOTAVAIL" || code === "ENOTFOUND") return "--host is not an address of this machine";
  return fault.stack ?? fault.message;
}

main().catch(fail);
