import { Command } from "commander";
import { VERSION } from "./run.ts";
import { addAccount } from "./commands/account.ts";
import { addCompletion } from "./commands/completion.ts";
import { addCosts } from "./commands/costs.ts";
import { addDoctor } from "./commands/doctor.ts";
import { addOffers } from "./commands/offers.ts";
import { addOrder } from "./commands/order.ts";
import { addPlanning } from "./commands/planning.ts";
import { addPrice } from "./commands/price.ts";
import { addReserve } from "./commands/reserve.ts";
import { addSandbox } from "./commands/sandbox.ts";
import { addSession } from "./commands/session.ts";
import { addStart } from "./commands/session-start.ts";
import { addStop } from "./commands/session-stop.ts";
import { addTransfer } from "./commands/transfer.ts";
import { addWatch } from "./commands/watch.ts";

/** Every command there is. */
export function makeProgram({ json = false } = {}): Command {
  const program = new Command("berth")
    .description("Find, book, run and pay for GPUs across clouds.")
    .version(VERSION, "--version", "say which berth this is")
    .helpOption("-h, --help", "say how it is used")
    .option("--json", "print JSON, whose shape stays")
    .option("-y, --yes", "do not ask before spending or ending something")
    .option("--server <url>", "another Berth than the one that is set")
    .option("--time-zone <zone>", "of the times shown")
    .configureHelp({ showGlobalOptions: true, sortSubcommands: false })
    .showHelpAfterError("Say `berth help` for what there is.")
    // As JSON it is told once, by whoever hears of it.
    .configureOutput(json ? { writeErr: () => {} } : {})
    .exitOverride();
  addAccount(program);
  addOffers(program);
  addPrice(program);
  addSession(program);
  addWatch(program);
  addTransfer(program);
  addReserve(program);
  addOrder(program);
  addCosts(program);
  addPlanning(program);
  addSandbox(program);
  addDoctor(program);
  addCompletion(program);
  // As the first tool of this kind called them; `sessions`, `costs` and `config` are called so still.
  addOffers(program, "inventory");
  addStart(program, "provision");
  addStop(program, "shutdown");
  program.addHelpText(
    "after",
    "\nExit codes: 0 done, 1 a fault, 2 makes no sense, 3 refused, 4 not allowed, 5 not found, 6 away or busy, " +
      "7 versions too far apart, 8 declined, 130 interrupted.",
  );
  inherit(program);
  return program;
}

/** Commander has each command its own ways; these are the same for all. */
function inherit(command: Command): void {
  for (const child of command.commands) {
    child.copyInheritedSettings(command);
    inherit(child);
  }
}
