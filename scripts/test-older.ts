// The tests of the last release, on the tables that this checkout leads to: what a server of that version meets while
// it is replaced, and again where it is put back. `npm run test:older -- accounts` runs some files of them.
import { execFileSync, spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PlainFailure, runCommand } from "./plain-failure.ts";
import { root } from "./stack/folder.ts";

await runCommand(async () => {
  const release = findRelease();
  const folder = mkdtempSync(join(tmpdir(), "berth-older-"));
  const checkout = join(folder, "berth");
  git("worktree", "add", "--quiet", "--detach", checkout, release);
  try {
    rmSync(join(checkout, "drizzle"), { recursive: true });
    cpSync(join(root, "drizzle"), join(checkout, "drizzle"), { recursive: true });
    console.log(`The tests of ${release.slice(0, 7)}, the last release, on the tables of now`);
    const words = [join(checkout, "scripts/run.mjs"), "test", "world", ...process.argv.slice(2)];
    const { status } = spawnSync(process.execPath, words, { cwd: checkout, stdio: "inherit" });
    if (status !== 0) process.exitCode = 1;
  } finally {
    git("worktree", "remove", "--force", checkout);
    rmSync(folder, { recursive: true, force: true });
  }
});
process.exit();

/** A release is made by copying the schema. */
function findRelease(): string {
  const commit = git("log", "-1", "--format=%H", "--", "docs/releases/schema.graphql");
  if (!commit) throw new PlainFailure("There is no release in the history of this checkout.");
  return commit;
}

function git(...words: string[]): string {
  try {
    return execFileSync("git", words, {
      cwd: root,
      encoding: "utf8",
      stdio: ["ignore", "pipe", "pipe"],
    }).trim();
  } catch (error) {
    throw new PlainFailure(`The last release is read with git: ${String(error)}`);
  }
}
