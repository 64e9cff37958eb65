import type { Database } from "./database.ts";
import type { Tenants } from "./tenants.ts";

/** What every part of the bench stands on. */
export type Ground = {
  database: Database;
  tenants: Tenants;
  /** For the logs of the servers. */
  folder: string;
  /** Says what goes on, where somebody watches. */
  say: (line: string) => void;
};

/** How often each measurement is made, in turn with its rivals; the medians count. */
export const ROUNDS = 3;
