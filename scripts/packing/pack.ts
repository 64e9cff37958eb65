import { spawn } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { root, runTool, type Tool } from "../check/tool.ts";
import { PlainFailure } from "../plain-failure.ts";
import { publishedManifest, type Manifest } from "./manifest.ts";

interface Package {
  folder: string;
  /** Compiles what is packed into the folder that is named last. */
  compile(into: string): Tool;
  /** From the house, into the package. */
  files: Record<string, string>;
  /** All it needs is in its one file. */
  needsNothing?: boolean;
}

const packages: readonly Package[] = [
  {
    folder: "client-sdk",
    compile: (into) => ({
      package: "typescript",
      command: "tsc",
      arguments: ["--project", "client-sdk/tsconfig.build.json", "--outDir", join(into, "dist")],
    }),
    files: { "client-sdk/README.md": "README.md", "schema.graphql": "schema.graphql" },
  },
  {
    folder: "cli",
    compile: (into) => ({
      package: "rolldown",
      arguments: ["--config", "--file", join(into, "dist/berth.mjs"), "--log-level", "silent"],
      folder: "cli",
    }),
    files: { "cli/README.md": "README.md", "docs/cli.md": "docs/cli.md" },
    needsNothing: true,
  },
];

/** Packs every package into a folder, and answers with the files. */
export async function packAll(into: string): Promise<string[]> {
  mkdirSync(into, { recursive: true });
  const packed: string[] = [];
  for (const one of packages) packed.push(await pack(one, into));
  return packed;
}

async function pack(
  { folder, compile, files, needsNothing = false }: Package,
  into: string,
): Promise<string> {
  const staged = mkdtempSync(join(tmpdir(), "berth-pack-"));
  try {
    const built = await runTool(compile(staged));
    if (!built.ok) throw new PlainFailure(`${folder} does not compile:\n${built.output}`);
    for (const [from, to] of Object.entries(files)) cpSync(join(root, from), join(staged, to));
    const manifest = JSON.parse(readFileSync(join(root, folder, "package.json"), "utf8")) as Manifest;
    const published = publishedManifest(manifest, { needsNothing });
    writeFileSync(join(staged, "package.json"), `${JSON.stringify(published, null, 2)}\n`);
    return join(into, await npmPack(staged, into));
  } finally {
    rmSync(staged, { recursive: true, force: true });
  }
}

/** The name of the file that npm makes of a folder. */
function npmPack(folder: string, into: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const npm = spawn(
      "npm",
      ["pack", "--silent", "--offline", "--ignore-scripts", "--pack-destination", into],
      {
        cwd: folder,
        stdio: ["ignore", "pipe", "pipe"],
        // It is a .cmd file on Windows, and those start only through a shell.
        shell: process.platform === "win32",
      },
    );
    let said = "";
    let complained = "";
    npm.stdout.on("data", (data: Buffer) => (said += data.toString()));
    npm.stderr.on("data", (data: Buffer) => (complained += data.toString()));
    npm.on("error", (error) => reject(new PlainFailure(`npm does not start: ${error.message}`)));
    npm.on("close", (code) => {
      if (code === 0) resolve(said.trim().split("\n").at(-1) ?? "");
      else reject(new PlainFailure(`npm does not pack ${folder}:\n${complained}`));
    });
  });
}
