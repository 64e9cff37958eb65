import { spawnSync } from "node:child_process";
import { closeSync, mkdirSync, openSync, rmSync, statSync, symlinkSync, writeSync } from "node:fs";
import { join } from "node:path";
import type { Answer, Disk, Wish } from "../../e2e/kept-database.ts";
import { type KeptPostgres, keepPostgres } from "../postgres/kept.ts";
import { findPostmaster } from "../postgres/postmaster.ts";
import { hasEnded } from "../processes/ending.ts";
import { findAnyPort } from "../processes/ports.ts";

// A program: keeps a PostgreSQL up, and has its disks be full when it is told so. It runs where it may mount file
// systems that only it and what it starts can see.

/** Room for a cluster and what a test writes, and not for much that is never written. */
const sizes: Record<Disk, string> = { data: "256m", wal: "160m" };

const [folder = "", where] = process.argv.slice(2);
const disks: Record<Disk, string> = { data: join(folder, "data"), wal: join(folder, "wal") };
let database: KeptPostgres | null = null;

const tell = (answer: Answer) => void process.send?.(answer);

const wishes: Record<Wish["wish"], (disk: Disk) => Promise<void> | void> = {
  async start() {
    database = await keepPostgres({
      folder: join(disks.data, "postgres"),
      logFile: join(folder, "postgres.log"),
      port: database?.port ?? (await findAnyPort()),
      say: (line) => tell({ said: line }),
    });
  },
  stop: () => database?.stop(),
  async kill() {
    const postmaster = findPostmaster(join(database?.home ?? "", "data"));
    database?.kill();
    if (postmaster) await hasEnded(postmaster.process, 30_000);
  },
  fill(disk) {
    const file = openSync(ballast(disk), "w");
    try {
      for (const bytes of [1 << 20, 1 << 12]) fillBy(file, Buffer.alloc(bytes));
    } finally {
      closeSync(file);
    }
  },
  free: (disk) => rmSync(ballast(disk)),
};

function fillBy(file: number, block: Buffer): void {
  try {
    while (writeSync(file, block) > 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ENOSPC") throw error;
  }
}

function ballast(disk: Disk): string {
  return join(disks[disk], "ballast");
}

async function prepareDisks(): Promise<void> {
  for (const disk of ["data", "wal"] as const) {
    mkdirSync(disks[disk], { recursive: true, mode: 0o711 });
    if (where === "on small disks")
      run("mount", "-t", "tmpfs", "-o", `size=${sizes[disk]},mode=711`, "tmpfs", disks[disk]);
  }
  await wishes.start("data");
  await wishes.stop("data");
  const log = join(database?.home ?? "", "data/pg_wal");
  const { uid, gid } = statSync(log);
  // Whoever runs PostgreSQL must get through to it; only they are told what lies there.
  run("mv", log, join(disks.wal, "pg_wal"));
  run("chown", `${uid}:${gid}`, join(disks.wal, "pg_wal"));
  symlinkSync(join(disks.wal, "pg_wal"), log);
}

function run(program: string, ...args: string[]): void {
  const { status, stderr } = spawnSync(program, args, { encoding: "utf8" });
  if (status !== 0) throw new Error(`${program} ${args.join(" ")}: ${stderr}`);
}

const prepared = prepareDisks();
process.on("message", (wish: Wish) => {
  prepared
    .then(() => wishes[wish.wish]("disk" in wish ? wish.disk : "data"))
    .then(
      () => tell({ done: database?.url ?? "" }),
      (error: unknown) => tell({ failed: error instanceof Error ? error.message : String(error) }),
    );
});
// Whoever wished is gone, and so is what is kept for them.
process.once("disconnect", () => void database?.stop());
