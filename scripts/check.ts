import { PlainFailure, runCommand } from "./plain-failure.ts";
import { runChecks } from "./testing/run-checks.ts";
import { closingLine } from "./testing/tally.ts";

await runCommand(async () => {
  const args = process.argv.slice(2);
  const unknown = args.find((arg) => arg !== "--fix");
  if (unknown) throw new PlainFailure(`npm run check takes --fix and nothing else; it was given ${unknown}.`);
  const tally = await runChecks({ fix: args.includes("--fix") });
  console.log(`\n${closingLine(tally)}`);
  if (tally.failed > 0) process.exitCode = 1;
});
