import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync } from "node:fs";
import { homedir } from "node:os";
import { dirname, join } from "node:path";
import { Ended } from "../ended.ts";
import type { Run } from "../run.ts";
import { configFolder } from "./folders.ts";

/** The pair that berth makes once and keeps, for who has named none. */
export function ownKeyFile(env: NodeJS.ProcessEnv): string {
  return join(configFolder(env), "id_ed25519");
}

/** The public key to be let in: the one named, the one set, or berth's own. */
export function publicKeyFor(run: Run, named: string | undefined): string {
  const file = named ?? run.settings.publicKeyFile;
  if (file) return readPublicKey(fromHome(file));
  const own = ownKeyFile(run.env);
  if (!existsSync(`${own}.pub`)) makePair(own);
  return readPublicKey(`${own}.pub`);
}

export function fromHome(file: string): string {
  return file.replace(/^~(?=\/)/, homedir());
}

function readPublicKey(file: string): string {
  const text = readFileSync(file, "utf8").trim();
  if (text.includes("PRIVATE KEY"))
    throw new Ended("usage", `${file} is a private key. Name the public one, which ends in .pub.`);
  return text;
}

function makePair(file: string): void {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  const made = spawnSync("ssh-keygen", ["-q", "-t", "ed25519", "-N", "", "-C", "berth", "-f", file], {
    encoding: "utf8",
  });
  if (made.error || made.status !== 0)
    throw new Ended(
      "usage",
      "ssh-keygen could make no key pair here. Install OpenSSH, or name a public key with --public-key.",
      { facts: { said: made.stderr } },
    );
}
