import { cpSync, existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { pathToFileURL } from "node:url";
import type { Outcome } from "../step.ts";
import { root, runTool } from "../tool.ts";

const settings = "server/drizzle.config.ts";
const server = join(root, "server");

/** The numbered SQL leads to the tables as they are written: a copy of it is asked for one more migration. */
export async function checkMigrations(): Promise<Outcome> {
  if (!existsSync(join(root, settings))) return { ok: true, output: `There is no ${settings} yet.` };
  const { default: config } = (await import(pathToFileURL(join(root, settings)).href)) as {
    default: { out: string };
  };
  const committed = join(server, config.out);
  const copy = mkdtempSync(join(tmpdir(), "berth-migrations-"));
  try {
    const out = join(copy, "drizzle");
    if (existsSync(committed)) cpSync(committed, out, { recursive: true });
    const file = join(copy, "drizzle.config.json");
    writeFileSync(file, JSON.stringify({ ...config, out: relative(server, out) }));
    const { output } = await runTool({
      package: "drizzle-kit",
      folder: "server",
      arguments: ["generate", "--config", file],
    });
    // It ends well even where it could not decide, so only its own word that nothing is missing counts.
    if (output.includes("No schema changes")) return { ok: true, output: "" };
    const missing = newIn(out, committed).map((path) => readFileSync(join(out, path), "utf8").trim());
    return {
      ok: false,
      output: [
        "drizzle/ does not lead to the tables as they are written. Missing:",
        ...(missing.length > 0 ? missing : [output]),
        "Make it with: cd server && npx drizzle-kit generate --name <what-it-is-for>, and say why on its first line.",
      ].join("\n"),
    };
  } finally {
    rmSync(copy, { recursive: true });
  }
}

function newIn(folder: string, than: string): string[] {
  const known = existsSync(than) ? readdirSync(than) : [];
  return existsSync(folder)
    ? readdirSync(folder).filter((path) => path.endsWith(".sql") && !known.includes(path))
    : [];
}
