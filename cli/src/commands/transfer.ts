import { mkdirSync, statSync } from "node:fs";
import { isAbsolute } from "node:path";
import type { Command } from "commander";
import { codes, Ended } from "../ended.ts";
import { stateFolder } from "../kept/folders.ts";
import { hearOut, sshOptions, wayInto } from "../kept/ssh.ts";
import type { Run } from "../run.ts";
import { doing, examples } from "./command.ts";
import { theSession } from "./session-more.ts";

// Files are copied by the scp that is there, and not by SFTP of our own: it knows the keys, agents and hosts that its
// user has set up, as `berth session ssh` does.

export function addTransfer(program: Command): void {
  const transfer = program.command("transfer").description("files to and from a session, over its SSH");
  const up = transfer
    .command("up")
    .description("copy from here to the machine")
    .argument("<session>", "its id, its end, or “last”")
    .argument("<here>", "a file or a folder")
    .argument("[there]", "its home when left out");
  examples(up, "berth transfer up last ./data data");
  doing(up, async (run, [session = "", here = "", there = "."]) => {
    statSync(here);
    await copy(run, session, { here, there, upwards: true });
  });

  const down = transfer
    .command("down")
    .description("copy from the machine to here")
    .argument("<session>", "its id, its end, or “last”")
    .argument("<there>", "a file or a folder on the machine")
    .argument("[here]", "this folder when left out");
  examples(down, "berth transfer down last model.pt");
  doing(down, (run, [session = "", there = "", here = "."]) =>
    copy(run, session, { here, there, upwards: false }),
  );
}

interface Ends {
  here: string;
  there: string;
  upwards: boolean;
}

async function copy(run: Run, named: string, { here, there, upwards }: Ends): Promise<void> {
  const { user, host, port } = wayInto(await theSession(run, named));
  mkdirSync(stateFolder(run.env), { recursive: true, mode: 0o700 });
  const machine = `${user}@${host.includes(":") ? `[${host}]` : host}:${there}`;
  // Before a colon scp looks for the name of a machine.
  const local = isAbsolute(here) ? here : `./${here}`;
  const [from, to] = upwards ? [local, machine] : [machine, local];
  const { code, complaint } = await hearOut("scp", [
    ...sshOptions(run),
    "-r",
    "-p",
    "-P",
    port,
    "--",
    from,
    to,
  ]);
  if (code === codes.interrupted)
    throw new Ended("interrupted", "Interrupted. Some of it may have been copied.");
  if (code !== 0) throw ofScp(complaint, { here, there, upwards });
  run.print(upwards ? `Copied to the machine: ${here}.` : `Copied from the machine: ${there}.`, {
    here,
    there,
    direction: upwards ? "up" : "down",
  });
}

/** scp ends with 1 whatever it was; what it says tells more. */
function ofScp(complaint: string, { here, there, upwards }: Ends): Ended {
  const more = { code: "NOT_COPIED", facts: { said: complaint } };
  if (/\blocal\b/.test(complaint))
    return new Ended("usage", `It cannot be written to ${here}: ${reasonIn(complaint)}.`, more);
  if (complaint.includes("No such file"))
    return upwards
      ? new Ended("notFound", `The machine has no folder that ${there} could be put into.`, more)
      : new Ended("notFound", `There is no ${there} on the machine.`, more);
  if (/Permission denied \(|[Hh]ost key|authentication/.test(complaint))
    return new Ended(
      "access",
      "The machine does not let you in. `berth session reissue-key` lets your key in.",
      more,
    );
  if (/[Cc]onnection|timed out|unreachable|resolve/.test(complaint))
    return new Ended(
      "away",
      "The machine cannot be reached, or went away. `berth session show` says how it is; then try again.",
      more,
    );
  return new Ended("refused", `It was not copied: ${reasonIn(complaint)}.`, more);
}

function reasonIn(complaint: string): string {
  return complaint.replace(/^scp: /, "").replace(/\.$/, "") || "scp does not say why";
}
