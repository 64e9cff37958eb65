import { CommanderError } from "commander";
import { stop } from "./commands/command.ts";
import { codes, Ended, endingOf } from "./ended.ts";
import { refuseOldNode } from "./old-node.ts";
import { readSettings } from "./kept/settings.ts";
import { makeProgram } from "./program.ts";
import { VERSION } from "./run.ts";

// A reader that has seen enough closes the pipe. That is no failure.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  process.exit(error.code === "EPIPE" ? codes.done : codes.fault);
});
// What stands beside the answer may go unread: what was begun goes on, and its end is told by the exit code.
process.stderr.on("error", () => {});
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
  process.once(signal, () => {
    stop();
    // Whatever does not hear it is not waited for.
    setTimeout(() => process.exit(codes.interrupted), 1_000).unref();
  });
}

const json = process.argv.includes("--json");
try {
  refuseOldNode(process.versions.node);
  await makeProgram({ json }).parseAsync(process.argv);
} catch (error) {
  end(error);
}

function end(error: unknown): void {
  // Help was asked for, or what is wrong with the line was said already.
  if (error instanceof CommanderError && (error.exitCode === 0 || !json)) {
    process.exitCode = error.exitCode === 0 ? codes.done : codes.usage;
    return;
  }
  const { exit, code, message, facts } = endingOf(error, server(), VERSION);
  process.exitCode = exit;
  if (json)
    process.stderr.write(`${JSON.stringify({ shape: 1, error: { code, message, exit, ...facts } })}\n`);
  else process.stderr.write(`${message}\n`);
}

function server(): string {
  const at = process.argv.indexOf("--server");
  const said = process.argv[at + 1];
  if (at > 0 && said) return said;
  try {
    return readSettings(process.env).server;
  } catch (error) {
    return error instanceof Ended ? "the server that is set" : String(error);
  }
}
