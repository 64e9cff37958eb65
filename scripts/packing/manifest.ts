// A package's manifest as it is published. In the house a package is its sources, its libraries are pinned, and nobody
// can publish it by mistake; outside it is what was compiled, and shares libraries with what else is installed.

export interface Manifest {
  name: string;
  version: string;
  description?: string;
  license?: string;
  type?: string;
  engines?: Record<string, string>;
  bin?: Record<string, string>;
  exports?: Record<string, string>;
  dependencies?: Record<string, string>;
}

export function publishedManifest(
  { name, version, description, license, type, engines, bin, exports, dependencies }: Manifest,
  { needsNothing = false }: { needsNothing?: boolean } = {},
): object {
  return {
    name,
    version,
    description,
    license,
    type,
    engines,
    bin,
    ...(exports && {
      exports: { ...mapValues(exports, compiled), "./schema.graphql": "./schema.graphql" },
      sideEffects: false,
    }),
    ...(dependencies && !needsNothing && { dependencies: mapValues(dependencies, (pinned) => `^${pinned}`) }),
  };
}

function compiled(source: string): { types: string; default: string } {
  const path = source.replace("./src/", "./dist/").replace(/\.ts$/, "");
  return { types: `${path}.d.ts`, default: `${path}.js` };
}

function mapValues<From, To>(of: Record<string, From>, change: (value: From) => To): Record<string, To> {
  return Object.fromEntries(Object.entries(of).map(([name, value]) => [name, change(value)]));
}
