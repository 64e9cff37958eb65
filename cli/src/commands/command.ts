import { type Command, Option } from "commander";
import { Run, type CommonOptions } from "../run.ts";

export type Action<Options> = (run: Run, args: string[], options: Options) => Promise<void>;

/** The signal of the whole program: Ctrl-C ends what is waited for. */
const stopped = new AbortController();
export const stop = (): void => stopped.abort(new DOMException("Interrupted.", "AbortError"));

/** Has a command do something, with its arguments as words and the run that it is in. */
export function doing<Options extends object>(command: Command, action: Action<Options>): Command {
  return command.action(async (...given: unknown[]) => {
    const options = command.optsWithGlobals<Options & CommonOptions>();
    const args = given
      .slice(0, -2)
      .flat()
      .filter((word) => word !== undefined)
      .map(String);
    const run = new Run(process.env, options, stopped.signal);
    try {
      await action(run, args, options);
    } finally {
      await run.close();
    }
  });
}

/** Help ends with lines that can be typed as they stand. */
export function examples(command: Command, ...lines: string[]): Command {
  return command.addHelpText("after", `\nExamples:\n${lines.map((line) => `  $ ${line}`).join("\n")}`);
}

/** What every command that spends takes. */
export function spending(command: Command): Command {
  return command
    .option("--dry-run", "say what it would cost, and do nothing")
    .addOption(
      new Option(
        "--key <key>",
        "an idempotency key of your own: with the same key it is done once",
      ).argParser((text) => text),
    );
}

export interface SpendingOptions {
  dryRun?: boolean;
  key?: string;
}
