import { existsSync, globSync, readFileSync, realpathSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Installed } from "./judge.ts";

interface Manifest {
  name: string;
  version: string;
  license?: string | { type: string };
  licenses?: { type: string }[];
  dependencies?: Record<string, string>;
  optionalDependencies?: Record<string, string>;
  peerDependencies?: Record<string, string>;
  peerDependenciesMeta?: Record<string, { optional?: boolean }>;
  devDependencies?: Record<string, string>;
}

/** Walks from each program along what its manifests name, as Node would find it. */
export function findInstalled(root: string): Installed[] {
  const programs = ["package.json", ...globSync("*/package.json", { cwd: root })].map((path) =>
    dirname(join(root, path)),
  );
  const shipped = new Map<string, Manifest>();
  const developed = new Map<string, Manifest>();
  for (const program of programs) {
    const manifest = read(program);
    follow(program, shippedBy(manifest), shipped);
    follow(program, Object.keys(manifest.devDependencies ?? {}), developed);
  }
  return [
    ...[...shipped.values()].map((manifest) => describe(manifest, true)),
    ...[...developed].filter(([home]) => !shipped.has(home)).map(([, manifest]) => describe(manifest, false)),
  ];
}

function follow(from: string, names: readonly string[], seen: Map<string, Manifest>): void {
  for (const name of names) {
    const home = find(name, from);
    // Another platform's binary is named and yet not there.
    if (!home || seen.has(home)) continue;
    const manifest = read(home);
    seen.set(home, manifest);
    follow(home, shippedBy(manifest), seen);
  }
}

function shippedBy(manifest: Manifest): string[] {
  const { dependencies, optionalDependencies, peerDependencies, peerDependenciesMeta } = manifest;
  // An optional peer that is there was brought by someone else, who answers for it.
  return Object.keys({ ...dependencies, ...optionalDependencies, ...peerDependencies }).filter(
    (name) => !peerDependenciesMeta?.[name]?.optional,
  );
}

function find(name: string, from: string): string | undefined {
  for (let folder = from; ; folder = dirname(folder)) {
    const candidate = join(folder, "node_modules", name);
    if (existsSync(candidate)) return realpathSync(candidate);
    if (folder === dirname(folder)) return undefined;
  }
}

function read(home: string): Manifest {
  return JSON.parse(readFileSync(join(home, "package.json"), "utf8")) as Manifest;
}

function describe(manifest: Manifest, shipped: boolean): Installed {
  const { name, version, license, licenses } = manifest;
  const named = license ?? licenses?.map(({ type }) => type).join(" OR ") ?? "";
  return { name, version, licence: typeof named === "string" ? named : named.type, shipped };
}
