import { styleText } from "node:util";
import { steps } from "../check/steps.ts";
import { messageOf } from "../plain-failure.ts";
import type { Tally } from "./tally.ts";

// More at once would only make each wait: the compilers and linters among them use all cores by themselves.
const atOnce = 2;

/** Runs every step of the check and prints a line for each as it ends, with its findings when it is not content. */
export async function runChecks(options: { fix: boolean }): Promise<Tally> {
  const tally = { passed: 0, failed: 0, skipped: 0 };
  const waiting = [...steps];
  const work = async () => {
    for (let step = waiting.shift(); step; step = waiting.shift()) {
      const { ok, seconds, output } = await runStep(step, options);
      if (ok) tally.passed++;
      else tally.failed++;
      const mark = ok ? styleText("green", "✓") : styleText("red", "✗");
      console.log(
        `  ${mark} ${step.name.padEnd(12)}${styleText("dim", `${seconds.toFixed(1).padStart(6)} s`)}`,
      );
      if (!ok) console.log(`\n${output.replaceAll(/^(?=.)/gm, "    ")}\n`);
    }
  };
  // Steps that repair write to the same files, so they take turns.
  await Promise.all(Array.from({ length: options.fix ? 1 : atOnce }, work));
  return tally;
}

async function runStep(
  step: (typeof steps)[number],
  options: { fix: boolean },
): Promise<{ ok: boolean; output: string; seconds: number }> {
  const startedAt = performance.now();
  const outcome = await step
    .run(options)
    .catch((error: unknown) => ({ ok: false, output: messageOf(error) }));
  return { ...outcome, seconds: (performance.now() - startedAt) / 1000 };
}
