import { createRequire } from "node:module";
import { BaseSequencer, type TestSpecification } from "vitest/node";
import { defineConfig } from "vitest/config";

const require = createRequire(new URL("server/package.json", import.meta.url));

// The bundler would take the ESM copy of graphql while type-graphql takes the CommonJS one, and a schema
// made of two copies refuses its own scalars.
const alias = [{ find: /^graphql$/, replacement: require.resolve("graphql") }];

const rules = [
  "server/src/**/rules/**/*.test.ts",
  "server/src/values/**/*.test.ts",
  "simulator/**/*.test.ts",
  "agent/**/*.test.ts",
  "client/**/*.test.ts",
  "client-sdk/**/*.test.ts",
  "cli/**/*.test.ts",
  "slack/**/*.test.ts",
  "scripts/**/*.test.ts",
];
const needsDatabase = "scripts/**/postgres*.test.ts";
const never = ["**/node_modules/**", "**/dist/**", "**/.next/**"];

/**
 * What takes long begins first, or everybody waits for it at the end. Stories that mostly wait for machines begin
 * beside those that keep a browser busy.
 */
const longestFirst = [
  "sessions/seeds",
  "sessions/faults",
  ...["alerts", "console", "cli", "sessions", "offers", "forecast", "reservations"].map(
    (name) => `e2e/${name}`,
  ),
];

class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const rank = ({ moduleId }: TestSpecification): number => {
      const at = longestFirst.findIndex((name) => moduleId.endsWith(`/${name}.test.ts`));
      return at < 0 ? longestFirst.length : at;
    };
    // oxlint-disable-next-line unicorn/no-array-sort -- It is no array's, but what vitest orders files by: the largest first.
    return (await super.sort(files)).toSorted((a, b) => rank(a) - rank(b));
  }
}

export default defineConfig({
  test: {
    sequence: { sequencer: LongestFirst },
    // By itself vitest leaves a processor to the person in front of it, and on two that is half of all there is.
    // Tests wait for their database as often as they work.
    maxWorkers: 3,
    projects: [
      {
        resolve: { alias },
        test: {
          name: "rules",
          include: rules,
          exclude: [...never, needsDatabase],
          testTimeout: 30_000,
          // Rules keep nothing between calls, so they need no process for each file: half of the time it takes.
          isolate: false,
        },
      },
      {
        resolve: { alias },
        test: {
          name: "world",
          include: ["server/src/**/*.test.ts", needsDatabase],
          exclude: [...never, ...rules.slice(0, 2)],
          globalSetup: "server/src/testing/global-setup.ts",
          setupFiles: "server/src/testing/setup.ts",
          // A world is made by each file, so nothing of another's is in it; setup.ts sees to what is counted.
          isolate: false,
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
      {
        test: {
          name: "e2e",
          include: ["e2e/**/*.test.ts"],
          exclude: never,
          // Each starts a product of its own and mostly waits for it.
          maxWorkers: 3,
          globalSetup: "e2e/prepared-database.ts",
          // What a page shows comes when two products and two browsers leave it time.
          expect: { poll: { timeout: 20_000 } },
          // A story that hangs is known by what it waits for, each of which has an end of its own.
          testTimeout: 300_000,
          hookTimeout: 180_000,
        },
      },
    ],
    coverage: {
      provider: "v8",
      include: ["server/src/**/*.ts"],
      exclude: ["**/*.test.ts", "server/src/testing/**"],
      reporter: ["text-summary", "html"],
      thresholds: { lines: 80 },
    },
  },
});
