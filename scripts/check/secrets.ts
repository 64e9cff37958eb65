import { execFile } from "node:child_process";
import { readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { secretsIn } from "./secrets/scan.ts";
import type { Step } from "./step.ts";
import { outcomeOf } from "./step.ts";
import { root } from "./tool.ts";

// Lines that look like a leak and are none, word for word. A line that changes is asked about again.
const allowed: { path: string; line: string; why: string }[] = [];

// What is about to be committed is read as well as what is.
export const secrets: Step = {
  name: "secrets",
  async run() {
    const { stdout } = await promisify(execFile)(
      "git",
      ["ls-files", "-z", "--cached", "--others", "--exclude-standard", "--deduplicate"],
      { cwd: root, maxBuffer: 64 * 1024 * 1024 },
    );
    const unused = new Set(allowed);
    const findings = [];
    for (const path of stdout.split("\0").filter(isText)) {
      for (const leak of secretsIn(readFileSync(join(root, path), "utf8"))) {
        const permit = allowed.find((one) => one.path === path && one.line === leak.text);
        if (permit) unused.delete(permit);
        else findings.push(`${path}:${leak.line}: looks like ${leak.what}`);
      }
    }
    for (const { path, line } of unused) findings.push(`${path}: no longer holds the allowed line ${line}`);
    return outcomeOf(findings);
  },
};

function isText(path: string): boolean {
  if (path === "" || /\.(png|jpe?g|webp|avif|gif|ico|woff2?|ttf|otf|pdf|gz|zip)$/i.test(path)) return false;
  const file = statSync(join(root, path), { throwIfNoEntry: false });
  return file?.isFile() ?? false;
}
