import {
  accessSync,
  chmodSync,
  constants,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statfsSync,
  writeFileSync,
} from "node:fs";
import { availableMemory } from "node:process";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { getServerVersion, removePostgres, startPostgres } from "../postgres.ts";
import { findProcess, isRunning, type ProcessIdentity } from "../processes/identity.ts";
import { findAnyPort } from "../processes/ports.ts";
import { berthPath } from "../stack/folder.ts";

export type TestDatabase = { url: string; stop: () => Promise<void> };

type Run = ProcessIdentity & { folder: string };

const GIB = 2 ** 30;
const runs = berthPath("test-runs");

/**
 * A PostgreSQL in which tests make databases of their own: the one of DATABASE_URL, else one that is fast, lies in a
 * temporary folder and is gone afterwards. A run that was killed outright has its own ended by the next one.
 */
export async function openTestDatabase(): Promise<TestDatabase> {
  const given = process.env["DATABASE_URL"];
  if (given) {
    await getServerVersion(given);
    return { url: given, stop: async () => {} };
  }
  await removeLeft();
  const folder = mkdtempSync(join(chooseParent(), "berth-test-"));
  // PostgreSQL may have to run as somebody who is not us.
  chmodSync(folder, 0o711);
  const record = join(runs, `${process.pid}.json`);
  // Under its name only once it is whole, for another run may be reading at this moment.
  writeFileSync(`${record}.new`, JSON.stringify({ ...findProcess(process.pid), folder }));
  renameSync(`${record}.new`, record);

  const started = await startPostgres({
    folder: join(folder, "postgres"),
    logFile: join(folder, "postgres.log"),
    port: await findAnyPort(),
    durable: false,
  });
  return {
    url: started.url,
    async stop() {
      await started.stop();
      rmSync(folder, { recursive: true, force: true });
      rmSync(record, { force: true });
    },
  };
}

/**
 * In memory where there is plenty of it. Each file of tests has a database of a thousand files made and deleted, and
 * a disk's file system looks long for a place for each: it will not use again at once what was just deleted.
 */
function chooseParent(): string {
  const inMemory = "/dev/shm";
  try {
    accessSync(inMemory, constants.W_OK);
    const { bavail, bsize } = statfsSync(inMemory);
    if (bavail * bsize >= 4 * GIB && availableMemory() >= 8 * GIB) return inMemory;
  } catch {
    // No Linux, or one that is closed to us.
  }
  return tmpdir();
}

async function removeLeft(): Promise<void> {
  mkdirSync(runs, { recursive: true });
  for (const name of readdirSync(runs).filter((name) => name.endsWith(".json"))) {
    const record = join(runs, name);
    const run = JSON.parse(readFileSync(record, "utf8")) as Run;
    if (isRunning(run)) continue;
    await removePostgres(join(run.folder, "postgres"));
    rmSync(run.folder, { recursive: true, force: true });
    rmSync(record);
  }
}
