import { randomBytes } from "node:crypto";
import { spawn } from "node:child_process";
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { explainUnwritable, PlainFailure } from "../plain-failure.ts";
import { programPath } from "./binaries.ts";
import { handTo, type Runner } from "./runner.ts";

/** The data folder and the password of its users, made on first use. */
export type DataFolder = { path: string; password: string };

export async function openDataFolder(runner: Runner, { durable }: { durable: boolean }): Promise<DataFolder> {
  const path = join(runner.home, "data");
  if (existsSync(path)) return reopen(runner, path);

  const password = randomBytes(24).toString("base64url");
  const passwordFile = join(runner.home, "password");
  try {
    mkdirSync(dirname(runner.home), { recursive: true });
    mkdirSync(runner.home, { mode: 0o700, recursive: true });
    rmSync(`${path}.unfinished`, { recursive: true, force: true });
    handTo(runner, runner.home);
    writeFileSync(passwordFile, password, { mode: 0o600 });
    handTo(runner, passwordFile);
  } catch (error) {
    throw explainUnwritable(error, runner.home);
  }

  // A folder is a cluster only when it is whole, so it is made under another name.
  const unfinished = `${path}.unfinished`;
  await initialise(runner, unfinished, passwordFile, durable);
  renameSync(unfinished, path);
  return { path, password };
}

function reopen(runner: Runner, path: string): DataFolder {
  try {
    return { path, password: readPassword(runner, path) };
  } catch (error) {
    throw explainUnwritable(error, path);
  }
}

function readPassword(runner: Runner, path: string): string {
  const written = readFileSync(join(path, "PG_VERSION"), "utf8").trim();
  if (Number(written) !== runner.binaries.major) {
    throw new PlainFailure(
      `The data in ${path} was written by PostgreSQL ${written}, and this Berth brings ${runner.binaries.major}. ` +
        `Move that folder away to begin anew, or serve it with PostgreSQL ${written} and set DATABASE_URL.`,
    );
  }
  const passwordFile = join(runner.home, "password");
  if (!existsSync(passwordFile)) {
    throw new PlainFailure(`${passwordFile} is missing; put it back, or move ${path} away to begin anew.`);
  }
  // PostgreSQL wants it closed to others, which a copy or a restored backup need not be.
  chmodSync(path, 0o700);
  handToAll(runner, path);
  return readFileSync(passwordFile, "utf8");
}

// Data made by root in a namespace may meet a day without namespaces; from then on it is nobody's.
function handToAll(runner: Runner, path: string): void {
  if (!runner.user) return;
  handTo(runner, runner.home);
  handTo(runner, path);
  for (const entry of readdirSync(path, { recursive: true, encoding: "utf8" }))
    handTo(runner, join(path, entry));
}

async function initialise(
  runner: Runner,
  path: string,
  passwordFile: string,
  durable: boolean,
): Promise<void> {
  const { code, output } = await run(
    runner,
    [
      programPath(runner.binaries, "initdb"),
      ["--pgdata", path],
      ["--username", "postgres"],
      ["--auth", "scram-sha-256"],
      ["--pwfile", passwordFile],
      ["--encoding", "UTF8"],
      // PostgreSQL's own tables instead of the system's: the same order of text on every machine.
      ["--locale-provider", "builtin"],
      ["--builtin-locale", "C.UTF-8"],
      ["--locale", "C"],
      durable ? [] : ["--no-sync"],
    ].flat(),
  );
  if (code === 0) return;
  rmSync(path, { recursive: true, force: true });
  throw new PlainFailure(`PostgreSQL could not make its data folder ${path}: ${lastLine(output)}`);
}

function run(runner: Runner, command: string[]): Promise<{ code: number | null; output: string }> {
  const [program = "", ...args] = [...runner.prefix, ...command];
  return new Promise((resolve) => {
    const child = spawn(program, args, {
      cwd: runner.home,
      stdio: ["ignore", "pipe", "pipe"],
      detached: true,
      ...runner.user,
    });
    let output = "";
    child.stdout.on("data", (chunk) => (output += chunk));
    child.stderr.on("data", (chunk) => (output += chunk));
    child.on("error", (error) => resolve({ code: null, output: error.message }));
    child.on("close", (code) => resolve({ code, output }));
  });
}

function lastLine(text: string): string {
  return (
    text
      .trim()
      .split("\n")
      .findLast((line) => /error|fatal|denied|not found|space/i.test(line)) ?? text.trim()
  );
}
