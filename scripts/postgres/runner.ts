import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import {
  chmodSync,
  chownSync,
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { messageOf, PlainFailure } from "../plain-failure.ts";
import type { Binaries } from "./binaries.ts";

/**
 * PostgreSQL refuses to run as root, and on many machines (most containers) root is all there is. So it is run in
 * one of three ways: as oneself; as root inside a user namespace, where root looks like somebody else while files
 * stay root's; or as `nobody`, whose files and programs then must lie where nobody may go.
 */
export type Runner = {
  /** Where this cluster's files are: the asked folder, or one that the running user can reach. */
  home: string;
  binaries: Binaries;
  /** The words put in front of a program, if any. */
  prefix: string[];
  /** Whom the system runs the program as, and to whom the files must belong; null is oneself. */
  user: { uid: number; gid: number } | null;
};

// Readable by everyone on every system, and not cleared at a restart as temporary folders are.
const sharedHome = "/var/lib/berth";

export function chooseRunner(folder: string, binaries: Binaries): Runner {
  const asSelf: Runner = { home: folder, binaries, prefix: [], user: null };
  if (process.getuid?.() !== 0) return asSelf;

  const elsewhere = join(sharedHome, createHash("sha256").update(folder).digest("hex").slice(0, 12));
  const home = !existsSync(join(folder, "data")) && existsSync(join(elsewhere, "data")) ? elsewhere : folder;
  const owner = statSync(join(home, "data"), { throwIfNoEntry: false });

  // Files that exist decide: inside the namespace only root's can be used, and somebody's only as that somebody.
  const nobody = findNobody();
  const prefix = namespacePrefix(nobody);
  if ((!owner || owner.uid === 0) && namespaceWorks(prefix)) return { ...asSelf, home, prefix };

  const user = owner && owner.uid !== 0 ? { uid: owner.uid, gid: owner.gid } : nobody;
  try {
    return {
      home: canReach(home, user) ? home : openSharedHome(elsewhere),
      binaries: canReach(binaries.home, user) ? binaries : copyBinaries(binaries),
      prefix: [],
      user,
    };
  } catch (error) {
    throw new PlainFailure(
      `PostgreSQL does not run as root, and nobody else may enter ${folder} or ${sharedHome} ` +
        `(${messageOf(error)}). Put Berth in a folder everyone may enter, such as /opt.`,
    );
  }
}

/** Gives a file or folder to whoever runs the programs. */
export function handTo(runner: Runner, path: string): void {
  if (runner.user) chownSync(path, runner.user.uid, runner.user.gid);
}

function namespacePrefix({ uid, gid }: { uid: number; gid: number }): string[] {
  return ["unshare", "--user", `--map-user=${uid}`, `--map-group=${gid}`, "--"];
}

function namespaceWorks(prefix: string[]): boolean {
  const [program = "", ...args] = prefix;
  return spawnSync(program, [...args, "true"], { stdio: "ignore" }).status === 0;
}

// initdb looks its user up by name, so the number must be one the system knows.
function findNobody(): { uid: number; gid: number } {
  const users = existsSync("/etc/passwd") ? readFileSync("/etc/passwd", "utf8") : "";
  const [, uid, gid] = users.match(/^nobody:[^:]*:(\d+):(\d+):/m) ?? [];
  return { uid: Number(uid ?? 65_534), gid: Number(gid ?? 65_534) };
}

// The folder itself is handed over; every folder above it must let the user through.
function canReach(folder: string, { uid, gid }: { uid: number; gid: number }): boolean {
  for (let above = dirname(folder); ; above = dirname(above)) {
    const stat = statSync(above, { throwIfNoEntry: false });
    // A file in the way is not a matter of who one is; making the folder will say so.
    if (stat?.isDirectory()) {
      const mask = stat.uid === uid ? 0o100 : stat.gid === gid ? 0o010 : 0o001;
      if ((stat.mode & mask) === 0) return false;
    }
    if (above === dirname(above)) return true;
  }
}

function openSharedHome(path: string): string {
  mkdirSync(sharedHome, { recursive: true });
  chmodSync(sharedHome, 0o755);
  return path;
}

function copyBinaries(binaries: Binaries): Binaries {
  const copy = openSharedHome(join(sharedHome, `postgres-${binaries.version}-${process.arch}`));
  if (!existsSync(copy)) {
    const unfinished = `${copy}.${process.pid}`;
    rmSync(unfinished, { recursive: true, force: true });
    cpSync(binaries.home, unfinished, { recursive: true, verbatimSymlinks: true });
    renameSync(unfinished, copy);
  }
  return { ...binaries, home: copy };
}
