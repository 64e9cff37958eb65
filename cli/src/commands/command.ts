import { type Command, Option } from "commander";
import { Ended, refused } from "../ended.ts";
import { type Pending, PendingFile } from "../kept/pending.ts";
import { Run, type CommonOptions } from "../run.ts";
import { BerthFault, isRefused, type Refused, WhoAmIDocument } from "@berth/client-sdk";

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

export interface Spending<Variables, Result> {
  /** The same for the same wish, whatever the market says meanwhile. */
  typed: readonly unknown[];
  options: SpendingOptions;
  preview: () => Promise<Preview<Variables>>;
  ask: (variables: Variables, idempotencyKey: string) => Promise<Result>;
}

export interface Preview<Variables> {
  says: string;
  facts: Record<string, unknown>;
  question: string;
  /** What is asked for, at the price that was shown. */
  variables: () => Variables;
}

/**
 * Shows what it costs, asks, and has it done once: what an earlier run left unanswered is asked for
 * again as it was then. Null after a dry run.
 */
export async function spendOnce<Variables, Result extends object>(
  run: Run,
  { typed, options, preview, ask }: Spending<Variables, Result>,
): Promise<Exclude<Result, { message: string }> | null> {
  if (options.dryRun) {
    const { says, facts } = await preview();
    run.print(`${says}\nNothing was done: this was a dry run.`, { dryRun: true, ...facts });
    return null;
  }
  const { account } = await run.ask(WhoAmIDocument, {});
  const file = new PendingFile<Variables>(run.env, {
    server: run.settings.server,
    account: account.id,
    typed: [...typed, options.key ?? null],
  });
  let pending = file.find();
  if (pending?.begunAt)
    run.note(`Going on with what was begun ${run.local(pending.begunAt)} and not answered.`);
  if (!pending) {
    const { says, question, variables } = await preview();
    run.note(says);
    await run.confirm(question);
    pending = file.begin(variables(), options.key);
  }
  let result: Result;
  try {
    result = await ask(pending.variables, pending.idempotencyKey);
  } catch (error) {
    if (error instanceof BerthFault && isAnswer(error.code, pending)) pending.answered();
    throw error;
  }
  if (!isRefused(result)) {
    pending.answered();
    return result as Exclude<Result, { message: string }>;
  }
  const no = result as object as Refused;
  // Neither is an answer yet: under another key the same would be had twice.
  if (no.__typename === "IdempotencyKeyInUse")
    throw new Ended(
      "away",
      "Berth is still at it. Run the same command again: it is done once, and then answered.",
      {
        code: no.__typename,
      },
    );
  if (!("requestState" in no && no.requestState === "PENDING")) pending.answered();
  throw refused(no);
}

const noToAsker = new Set(["FORBIDDEN", "GRAPHQL_VALIDATION_FAILED", "UNAUTHENTICATED"]);

/**
 * A no to the request itself is an answer: asked again it would be the same. A no to who asks, or to how, is one only to
 * what was not asked before: what an earlier run asked for may have been done all the same.
 */
function isAnswer(code: string, { begunAt }: Pending<unknown>): boolean {
  return code === "BAD_USER_INPUT" || (begunAt === null && noToAsker.has(code));
}
