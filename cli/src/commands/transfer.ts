import { mkdirSync } from "node:fs";
import type { Command } from "commander";
import { stateFolder } from "../kept/folders.ts";
import { handOver, sshOptions, wayInto } from "../kept/ssh.ts";
import type { Run } from "../run.ts";
import { doing, examples } from "./command.ts";
import { theSession } from "./session-more.ts";

export function addTransfer(program: Command): void {
  const transfer = program.command("transfer").description("files to and from a session, over its SSH");
  const up = transfer
    .command("up")
    .description("copy from here to the machine")
    .argument("<session>", "its id, its end, or “last”")
    .argument("<here>", "a file or a folder")
    .argument("[there]", "its home when left out");
  examples(up, "berth transfer up last ./data data");
  doing(up, (run, [session = "", here = "", there = "."]) =>
    copy(run, session, (way) => [here, `${way}:${there}`]),
  );

  const down = transfer
    .command("down")
    .description("copy from the machine to here")
    .argument("<session>", "its id, its end, or “last”")
    .argument("<there>", "a file or a folder on the machine")
    .argument("[here]", "this folder when left out");
  examples(down, "berth transfer down last model.pt");
  doing(down, (run, [session = "", there = "", here = "."]) =>
    copy(run, session, (way) => [`${way}:${there}`, here]),
  );
}

async function copy(run: Run, named: string, ends: (way: string) => [string, string]): Promise<void> {
  const { user, host, port } = wayInto(await theSession(run, named));
  mkdirSync(stateFolder(run.env), { recursive: true, mode: 0o700 });
  const way = `${user}@${host.includes(":") ? `[${host}]` : host}`;
  await handOver("scp", [...sshOptions(run), "-r", "-p", "-P", port, "--", ...ends(way)]);
}
