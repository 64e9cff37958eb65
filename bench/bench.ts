import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { styleText } from "node:util";
import { PlainFailure } from "../scripts/plain-failure.ts";
import { openBerthFolder } from "../scripts/stack/folder.ts";
import { untilInterrupted } from "../scripts/stack/interruption.ts";
import { buildProgram, migration } from "./berth.ts";
import { type Database, openDatabase } from "./database.ts";
import { type Ground, ROUNDS } from "./ground.ts";
import { stopAllLoads } from "./load.ts";
import { cores, takeOtherCores } from "./machine.ts";
import { seedMarket } from "./market.ts";
import { stopAllMeasured } from "./measured.ts";
import { benchAlerts } from "./parts/alerts.ts";
import { benchCalendar } from "./parts/calendar.ts";
import { benchCli } from "./parts/cli.ts";
import { benchCredits } from "./parts/credits.ts";
import { benchFanout } from "./parts/fanout.ts";
import { benchForecasts } from "./parts/forecasts.ts";
import { benchHttp } from "./parts/http.ts";
import { benchIdle } from "./parts/idle.ts";
import { benchMissed } from "./parts/missed.ts";
import { benchReservations } from "./parts/reservations.ts";
import { benchSavings } from "./parts/savings.ts";
import { benchSearch } from "./parts/search.ts";
import { benchSessions } from "./parts/sessions.ts";
import { benchSlack } from "./parts/slack.ts";
import { benchSoak } from "./parts/soak.ts";
import { benchStorm } from "./parts/storm.ts";
import { type Aim, type Section, showAims, showSection } from "./table.ts";
import { makeTenants } from "./tenants.ts";

const parts: Record<string, (ground: Ground) => Promise<{ sections: Section[]; aims: Aim[] }>> = {
  http: benchHttp,
  fanout: benchFanout,
  replay: async (ground) => ({ sections: [await benchMissed(ground)], aims: [] }),
  storm: async (ground) => ({ sections: [await benchStorm(ground)], aims: [] }),
  idle: benchIdle,
  credits: benchCredits,
  cli: benchCli,
  search: benchSearch,
  reservations: benchReservations,
  savings: benchSavings,
  forecasts: benchForecasts,
  alerts: benchAlerts,
  sessions: benchSessions,
  slack: benchSlack,
  calendar: benchCalendar,
};

/** Only when it is asked for, for so many minutes: `npm run bench -- soak 120`. */
const SOAK_MINUTES = 120;

/** How many accounts there are; each has a key. */
const TENANTS = 1_000;

export async function runBench(wanted: readonly string[]): Promise<void> {
  const chosen = choose(wanted);
  for (const name of chosen) {
    if (!Object.hasOwn(parts, name)) {
      throw new PlainFailure(`There is no part ${name}; say ${Object.keys(parts).join(", ")} or nothing.`);
    }
  }
  takeOtherCores();
  openBerthFolder();
  buildProgram("server");
  const folder = mkdtempSync(join(tmpdir(), "berth-bench-"));
  chmodSync(folder, 0o711);
  const database = await openDatabase(migration);
  const interrupted = untilInterrupted({ again: () => process.exit(1) }).then(() => {
    throw new PlainFailure("The bench was interrupted.");
  });
  try {
    await Promise.race([runParts(chosen, database, folder), interrupted]);
  } finally {
    stopAllLoads();
    await stopAllMeasured();
    await database.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

function choose(wanted: readonly string[]): readonly string[] {
  if (wanted[0] !== "soak") return wanted.length > 0 ? wanted : Object.keys(parts);
  const minutes = Number(wanted[1] ?? SOAK_MINUTES);
  if (!(minutes > 0)) throw new PlainFailure("Say for how many minutes: npm run bench -- soak 20.");
  parts["soak"] = (ground) => benchSoak(ground, minutes);
  return ["soak"];
}

async function runParts(chosen: readonly string[], database: Database, folder: string): Promise<void> {
  await seedMarket(database.sql);
  const tenants = await makeTenants(database.sql, TENANTS);
  const place = `Node ${process.versions.node}, ${database.description}, ${cores} cores of which the server has one`;
  console.log(styleText("bold", place));
  console.log(
    `Medians of ${ROUNDS} rounds, in turns. The ratios tell; the figures are this machine's at this hour.`,
  );
  const aims: Aim[] = [];
  for (const name of chosen) {
    const outcome = await parts[name]?.({ database, tenants, folder, say });
    for (const section of outcome?.sections ?? []) showSection(section);
    aims.push(...(outcome?.aims ?? []));
  }
  if (aims.length > 0) showAims(aims);
}

// On a terminal what goes on stands in one place until figures take it.
function say(line: string): void {
  if (process.stderr.isTTY) process.stderr.write(`\r\x1b[K${styleText("dim", line)}\r`);
}
