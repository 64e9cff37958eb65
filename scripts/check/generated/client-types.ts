import { existsSync, globSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join, relative, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { executeCodegen } from "@graphql-codegen/cli";
import type { CodegenConfig } from "@graphql-codegen/cli";
import { allOf, type Outcome } from "../step.ts";
import { root } from "../tool.ts";

/** What the console and the client for partners know of the schema is what codegen makes of it now. */
export async function checkClientTypes(fix: boolean): Promise<Outcome> {
  return allOf([await checkTypesOf("client", fix), await checkTypesOf("client-sdk", fix)]);
}

/** And nothing is left of older days. */
async function checkTypesOf(program: string, fix: boolean): Promise<Outcome> {
  const settings = `${program}/codegen.ts`;
  const folder = `${program}/src/gql`;
  const client = join(root, program);
  if (!existsSync(join(root, settings))) return { ok: true, output: `There is no ${settings} yet.` };
  const { default: config } = (await import(pathToFileURL(join(root, settings)).href)) as {
    default: CodegenConfig;
  };
  const { result, error } = await executeCodegen({ ...config, cwd: client, silent: true });
  if (error) return { ok: false, output: `codegen failed: ${error.message}` };
  const made = result.map(({ filename, content }) => ({ file: resolve(client, filename), content }));

  const stale = made.filter(
    ({ file, content }) => !existsSync(file) || readFileSync(file, "utf8") !== content,
  );
  const orphans = globSync(`${folder}/**/*.*`, { cwd: root }).filter(
    (path) => !made.some(({ file }) => file === join(root, path)),
  );
  if (fix) {
    mkdirSync(join(root, folder), { recursive: true });
    for (const { file, content } of stale) writeFileSync(file, content);
    for (const path of orphans) rmSync(join(root, path));
  }
  if (fix || stale.length + orphans.length === 0) return { ok: true, output: "" };
  return {
    ok: false,
    output: [
      ...stale.map(
        ({ file }) => `${relative(root, file)}: not what codegen makes of schema and documents now`,
      ),
      ...orphans.map((path) => `${path}: codegen no longer makes it`),
      "npm run check -- --fix makes them anew.",
    ].join("\n"),
  };
}
