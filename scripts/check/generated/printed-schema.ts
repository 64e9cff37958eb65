import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Outcome } from "../step.ts";
import { root, runNode } from "../tool.ts";

const printer = "server/src/print-schema.ts";
const file = join(root, "schema.graphql");

/** schema.graphql is what the server prints, to the letter. */
export async function checkPrintedSchema(fix: boolean): Promise<Outcome> {
  if (!existsSync(join(root, printer))) return { ok: true, output: `There is no ${printer} yet.` };
  const printing = await runNode(
    ["--import", "@oxc-node/core/register", join(root, printer)],
    join(root, "server"),
  );
  if (!printing.ok) return { ok: false, output: `${printer} failed:\n${printing.output}` };
  const committed = existsSync(file) ? readFileSync(file, "utf8") : "";
  if (committed === printing.answer) return { ok: true, output: "" };
  if (fix) {
    writeFileSync(file, printing.answer);
    return { ok: true, output: "schema.graphql is printed anew." };
  }
  const place = firstDifference(committed, printing.answer);
  return { ok: false, output: `schema.graphql:${place} is not what the server prints. ${howToRefresh}` };
}

const howToRefresh = "npm run check -- --fix prints it anew; read the difference before you commit it.";

function firstDifference(left: string, right: string): number {
  const lines = left.split("\n");
  const others = right.split("\n");
  const place = lines.findIndex((line, index) => line !== others[index]);
  return (place === -1 ? lines.length : place) + 1;
}
