import { keepPostgres } from "../postgres/kept.ts";
import { getServerVersion } from "../postgres.ts";
import { shown } from "../processes/log-file.ts";
import { berthPath } from "./folder.ts";
import { sayStepped } from "./ports.ts";

export type Database = {
  url: string;
  /** What it is and where, for the summary. */
  description: string;
  steppedAround: string[];
  stop: () => Promise<void>;
  kill: () => void;
};

const preferredPort = 5433;

/** The database of DATABASE_URL where that is set, else the PostgreSQL that came with the packages. */
export async function openDatabase(say: (line: string) => void): Promise<Database> {
  const given = process.env["DATABASE_URL"];
  if (!given) return openEmbedded(say);
  const version = await getServerVersion(given);
  return {
    url: given,
    description: `PostgreSQL ${version.split(" ")[0]} at ${new URL(given).host}, from DATABASE_URL`,
    steppedAround: [],
    stop: async () => {},
    kill: () => {},
  };
}

async function openEmbedded(say: (line: string) => void): Promise<Database> {
  const { url, home, port, stop, kill } = await keepPostgres({
    folder: berthPath("postgres"),
    logFile: berthPath("logs", "postgres.log"),
    port: preferredPort,
    say,
  });
  return {
    url,
    description: `PostgreSQL on port ${port}, kept in ${shown(home)}`,
    steppedAround: port === preferredPort ? [] : [sayStepped("database", preferredPort, port)],
    stop,
    kill,
  };
}
