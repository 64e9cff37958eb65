// A package's manifest as it is published. In the house a package is its sources, its libraries are pinned, and nobody
// can publish it by mistake; outside it is what was compiled, and shares libraries with what else is installed.

export interface Manifest {
  name: string;
  version: string;
  private?: boolean;
  exports?: Record<string, string>;
  dependencies?: Record<string, string>;
  devDependencies?: Record<string, string>;
  [other: string]: unknown;
}

export function publishedManifest(
  { private: _, scripts: __, devDependencies: ___, exports, dependencies, ...rest }: Manifest,
  { needsNothing = false }: { needsNothing?: boolean } = {},
): object {
  return {
    ...rest,
    ...(exports && {
      exports: { ...mapValues(exports, compiled), "./schema.graphql": "./schema.graphql" },
      sideEffects: false,
    }),
    ...(dependencies &&
      !needsNothing && { dependencies: mapValues(dependencies, (version) => `^${version}`) }),
  };
}

function compiled(source: string): { types: string; default: string } {
  const path = source.replace("./src/", "./dist/").replace(/\.ts$/, "");
  return { types: `${path}.d.ts`, default: `${path}.js` };
}

function mapValues<From, To>(of: Record<string, From>, change: (value: From) => To): Record<string, To> {
  return Object.fromEntries(Object.entries(of).map(([name, value]) => [name, change(value)]));
}
