import { existsSync, globSync, readFileSync, rmSync } from "node:fs";
import { join, relative, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { generate } from "@graphql-codegen/cli";
import type { CodegenConfig } from "@graphql-codegen/cli";
import type { Outcome } from "../step.ts";
import { root } from "../tool.ts";

const settings = "client/codegen.ts";
const folder = "client/src/gql";
const client = join(root, "client");

/** What the console knows of the schema is what codegen makes of it now, and nothing is left of older days. */
export async function checkClientTypes(fix: boolean): Promise<Outcome> {
  if (!existsSync(join(root, settings))) return { ok: true, output: `There is no ${settings} yet.` };
  const { default: config } = (await import(pathToFileURL(join(root, settings)).href)) as {
    default: CodegenConfig;
  };
  const made = await make(config, fix);
  if (typeof made === "string") return { ok: false, output: `codegen failed: ${made}` };

  const stale = made
    .filter(({ filename, content }) => !existsSync(filename) || readFileSync(filename, "utf8") !== content)
    .map(({ filename }) => relative(root, filename));
  const orphans = globSync(`${folder}/**/*.*`, { cwd: root }).filter(
    (path) => !made.some(({ filename }) => relative(root, filename) === path),
  );
  if (fix) for (const path of orphans) rmSync(join(root, path));
  if (fix || stale.length + orphans.length === 0) return { ok: true, output: "" };
  return {
    ok: false,
    output: [
      ...stale.map((path) => `${path}: not what codegen makes of the schema and the documents now`),
      ...orphans.map((path) => `${path}: codegen no longer makes it`),
      "npm run check -- --fix makes them anew.",
    ].join("\n"),
  };
}

interface Made {
  filename: string;
  content: string;
}

async function make(config: CodegenConfig, save: boolean): Promise<Made[] | string> {
  try {
    const made = (await generate({ ...config, cwd: client, silent: true }, save)) as Made[];
    return made.map(({ filename, content }) => ({ filename: resolve(client, filename), content }));
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
