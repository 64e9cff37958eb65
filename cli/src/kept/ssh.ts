import { type ChildProcess, spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { stripVTControlCharacters } from "node:util";
import { sessionWords } from "@berth/client-sdk/words";
import type { SessionPartsFragment } from "@berth/client-sdk";
import { codes, Ended } from "../ended.ts";
import type { Run } from "../run.ts";
import { stateFolder } from "./folders.ts";
import { fromHome, ownKeyFile } from "./key-pair.ts";

export interface WayIn {
  user: string;
  host: string;
  port: string;
}

/** Where the machine is, as the server tells it: ssh -p 22022 root@host. Nothing else is run of it. */
export function wayInto({ sshCommand, state, id }: SessionPartsFragment): WayIn {
  const match = /^ssh(?: -p (\d{1,5}))? ([\w.-]+)@([\w.:-]+)$/.exec(sshCommand ?? "");
  const [, port = "22", user = "", host = ""] = match ?? [];
  if (!match || host.startsWith("-") || user.startsWith("-"))
    throw new Ended(
      "refused",
      `One cannot log in to ${id}: it is ${sessionWords[state].toLowerCase()}. \`berth session show\` says how it goes.`,
      { code: "NO_WAY_IN" },
    );
  return { user, host, port };
}

/** What ssh and scp both take. A machine is new, so its key is taken at first sight, and kept apart from others'. */
export function sshOptions(run: Run): string[] {
  const { publicKeyFile } = run.settings;
  // The private half lies beside the public one; where it does not, an agent has it.
  const identity = publicKeyFile ? fromHome(publicKeyFile).replace(/\.pub$/, "") : ownKeyFile(run.env);
  return [
    "-o",
    "StrictHostKeyChecking=accept-new",
    "-o",
    `UserKnownHostsFile=${join(stateFolder(run.env), "known_hosts")}`,
    "-o",
    "LogLevel=ERROR",
    ...(existsSync(identity) ? ["-i", identity] : []),
  ];
}

/** Hands the terminal over, and ends as the other program does. */
export async function handOver(program: string, args: readonly string[]): Promise<void> {
  process.exitCode = await ended(program, spawn(program, args, { stdio: "inherit" }));
}

/** Hands the terminal over, but for what the other program has to complain about: that is heard here. */
export async function hearOut(
  program: string,
  args: readonly string[],
): Promise<{ code: number; complaint: string }> {
  const child = spawn(program, args, { stdio: ["inherit", "inherit", "pipe"] });
  let said = "";
  child.stderr.on("data", (data: Buffer) => (said += data.toString()));
  const code = await ended(program, child);
  // What went wrong comes first, and then what came of it.
  const complaint = said.trim().split("\n")[0]?.trim() ?? "";
  return { code, complaint: stripVTControlCharacters(complaint) };
}

async function ended(program: string, child: ChildProcess): Promise<number> {
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once("error", () =>
      reject(
        new Ended("usage", `There is no ${program} on the PATH: install OpenSSH to log in to machines.`),
      ),
    );
    child.once("close", resolve);
  });
  return code ?? codes.interrupted;
}
