import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { dangersOf } from "./migrations/beside.ts";
import { outcomeOf, type Step } from "./step.ts";
import { root } from "./tool.ts";

/** The last one of before this was looked at; docs/deploying.md says what they ask of older servers. */
const LAST_UNSEEN = 42;

/** Servers of the version before work on the tables of this one: see migrations/beside.ts. */
export const migrations: Step = {
  name: "migrations",
  async run() {
    const files = readdirSync(join(root, "drizzle")).filter(
      (name) => name.endsWith(".sql") && Number.parseInt(name, 10) > LAST_UNSEEN,
    );
    const findings = files.flatMap((name) =>
      dangersOf(readFileSync(join(root, "drizzle", name), "utf8")).map(
        (danger) => `drizzle/${name} ${danger}`,
      ),
    );
    if (findings.length > 0)
      findings.push(
        'Do it in two releases, or say why it harms none in a line that begins with "-- Older servers: ".',
      );
    return outcomeOf(findings);
  },
};
