import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { root } from "./running.ts";

// What passes between a test and the program that keeps its database, scripts/testing/keep-database.ts.
export type Disk = "data" | "wal";
export type Wish = { wish: "start" | "stop" | "kill" } | { wish: "fill" | "free"; disk: Disk };
export type Answer = { done: string } | { failed: string } | { said: string };

/** A PostgreSQL of a test's own, kept up by the launcher that `npm start` keeps its own up with. */
export interface KeptDatabase {
  url: string;
  /** What the launcher said to the person in front of it. */
  said: string[];
  stop(): Promise<void>;
  /** Ends it at once. */
  kill(): Promise<void>;
  start(): Promise<void>;
  /** Leaves no room on the disk under the data, or under the write-ahead log. */
  fill(disk: Disk): Promise<void>;
  free(disk: Disk): Promise<void>;
  close(): Promise<void>;
}

/**
 * The words before a program for which file systems may be mounted that nobody else sees and that are gone with it;
 * nothing where this machine, or the container that this is, allows that to nobody.
 */
export const ownMounts = [
  ["unshare", "--user", "--map-root-user", "--mount", "--"],
  ["unshare", "--mount", "--"],
].find(([program = "", ...args]) => {
  const mounting = [...args, "mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", tmpdir()];
  return spawnSync(program, mounting, { stdio: "ignore" }).status === 0;
});

export async function keepDatabase(): Promise<KeptDatabase> {
  const folder = mkdtempSync(join(tmpdir(), "berth-kept-"));
  chmodSync(folder, 0o711);
  const said: string[] = [];
  const words = [
    ...(ownMounts ?? []),
    process.execPath,
    join(root, "scripts/testing/keep-database.ts"),
    folder,
    ownMounts ? "on small disks" : "on this disk",
  ];
  const [program = "", ...args] = words;
  const keeper = spawn(program, args, { stdio: ["ignore", "ignore", "inherit", "ipc"] });
  keeper.on("message", (answer: Answer) => "said" in answer && said.push(answer.said));

  const url = await ask(keeper, { wish: "start" });
  const does = (wish: Wish) => async () => void (await ask(keeper, wish));
  const stop = does({ wish: "stop" });
  return {
    url,
    said,
    stop,
    kill: does({ wish: "kill" }),
    start: does({ wish: "start" }),
    fill: (disk) => does({ wish: "fill", disk })(),
    free: (disk) => does({ wish: "free", disk })(),
    async close() {
      await stop();
      const ended = once(keeper, "exit");
      keeper.disconnect();
      await ended;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function ask(keeper: ChildProcess, wish: Wish): Promise<string> {
  return new Promise((resolve, reject) => {
    const settle = (act: () => void) => {
      keeper.off("message", hear).off("exit", gone);
      act();
    };
    const hear = (answer: Answer) => {
      if ("done" in answer) settle(() => resolve(answer.done));
      if ("failed" in answer) settle(() => reject(new Error(answer.failed)));
    };
    const gone = () => settle(() => reject(new Error("what keeps the database ended")));
    keeper.on("message", hear).on("exit", gone);
    keeper.send(wish);
  });
}
