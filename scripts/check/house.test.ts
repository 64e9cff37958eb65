import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { cruise } from "dependency-cruiser";
import type { ICruiseResult } from "dependency-cruiser";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import configuration from "../../.dependency-cruiser.ts";

let tree: string;
beforeEach(() => {
  tree = mkdtempSync(join(tmpdir(), "berth-house-"));
});
afterEach(() => {
  rmSync(tree, { recursive: true });
});

type Files = Record<string, string>;

async function breachesIn(files: Files): Promise<string[]> {
  for (const [path, source] of Object.entries(files)) {
    mkdirSync(dirname(join(tree, path)), { recursive: true });
    writeFileSync(join(tree, path), source);
  }
  const { output } = await cruise(Object.keys(files), {
    ...configuration.options,
    ruleSet: { forbidden: configuration.forbidden ?? [] },
    validate: true,
    baseDir: tree,
  });
  const { summary } = output as ICruiseResult;
  return [...new Set(summary.violations.map((violation) => violation.rule.name))];
}

const thing = "export const thing = 1;\n";

const breaches: [rule: string, files: Files][] = [
  [
    "no-cycles",
    {
      "simulator/src/hen.ts": `import { egg } from "./egg.ts";\nexport const hen = () => egg;\n`,
      "simulator/src/egg.ts": `import { hen } from "./hen.ts";\nexport const egg = () => hen;\n`,
    },
  ],
  [
    "programs-share-only-the-schema",
    {
      "client/src/page.ts": `import type { Offer } from "../../server/src/offer.ts";\nexport type Row = Offer;\n`,
      "server/src/offer.ts": "export interface Offer { id: string }\n",
    },
  ],
  [
    "only-the-simulation-holds-the-simulator",
    {
      "server/src/testing/simulated/agents.ts": `import { thing } from "../../../../agent/src/thing.ts";\nexport default thing;\n`,
      "agent/src/thing.ts": thing,
    },
  ],
  [
    "programs-share-only-the-schema",
    {
      "server/src/testing/cloud.ts": `import { thing } from "../../../simulator/src/thing.ts";\nexport default thing;\n`,
      "simulator/src/thing.ts": thing,
    },
  ],
  [
    "programs-import-no-scripts",
    {
      "simulator/src/main.ts": `import { thing } from "../../scripts/thing.ts";\nexport default thing;\n`,
      "scripts/thing.ts": thing,
    },
  ],
  ...[
    "accounts",
    "offers",
    "credits",
    "sessions",
    "sandbox",
    "reservations",
    "forecasts",
    "savings",
    "budgets",
    "alerts",
  ].map((domain): [string, Files] => [
    `${domain}-imports-only-leftward`,
    {
      [`server/src/${domain}/create.ts`]: `import { thing } from "../calendars/index.ts";\nexport default thing;\n`,
      "server/src/calendars/index.ts": thing,
    },
  ]),
  [
    "domains-meet-at-the-door",
    {
      "server/src/offers/list.ts": `import { thing } from "../accounts/store/accounts.ts";\nexport default thing;\n`,
      "server/src/accounts/store/accounts.ts": thing,
    },
  ],
  [
    "rules-are-pure",
    {
      "server/src/offers/rules/price.ts": `import { readFileSync } from "node:fs";\nexport default readFileSync;\n`,
    },
  ],
  [
    "rules-are-pure",
    {
      "server/src/offers/rules/price.ts": `import type { Ctx } from "../../platform/context.ts";\nexport type C = Ctx;\n`,
      "server/src/platform/context.ts": "export interface Ctx { now: Date }\n",
    },
  ],
  ["sql-lives-in-the-store", { "server/src/offers/list.ts": `export { sql } from "drizzle-orm";\n` }],
  [
    "sql-lives-in-the-store",
    { "server/src/offers/graphql/offer.ts": `export { default } from "postgres";\n` },
  ],
  ["graphql-lives-in-its-room", { "server/src/offers/list.ts": `export { Field } from "type-graphql";\n` }],
  ["values-do-no-io", { "server/src/values/id.ts": `export { readFileSync } from "node:fs";\n` }],
  [
    "values-know-only-values",
    {
      "server/src/values/id.ts": `export { thing } from "../platform/random.ts";\n`,
      "server/src/platform/random.ts": thing,
    },
  ],
  [
    "platform-knows-no-domain",
    {
      "server/src/platform/context.ts": `export { thing } from "../accounts/index.ts";\n`,
      "server/src/accounts/index.ts": thing,
    },
  ],
  [
    "providers-know-no-domain",
    {
      "server/src/providers/vast/search.ts": `export { thing } from "../../offers/index.ts";\n`,
      "server/src/offers/index.ts": thing,
    },
  ],
  [
    "domains-know-no-adapter",
    {
      "server/src/offers/poll.ts": `export { thing } from "../providers/vast/search.ts";\n`,
      "server/src/providers/vast/search.ts": thing,
    },
  ],
  [
    "features-do-not-meet",
    {
      "client/src/features/offers/table.tsx": `export { thing } from "../account/name.tsx";\n`,
      "client/src/features/account/name.tsx": thing,
    },
  ],
  [
    "features-do-not-meet",
    {
      "client/package.json": `{ "name": "client", "imports": { "#*": "./src/*" } }`,
      "client/src/features/offers/table.tsx": `export { thing } from "#features/account/name.tsx";\n`,
      "client/src/features/account/name.tsx": thing,
    },
  ],
  [
    "ui-knows-no-feature",
    {
      "client/src/ui/button.tsx": `export { thing } from "../features/offers/table.tsx";\n`,
      "client/src/features/offers/table.tsx": thing,
    },
  ],
  [
    "production-needs-no-dev-dependency",
    {
      "package.json": `{ "name": "fixture", "devDependencies": { "tool": "1.0.0" } }`,
      "node_modules/tool/package.json": `{ "name": "tool", "version": "1.0.0", "main": "index.js" }`,
      "node_modules/tool/index.js": "module.exports = 1;\n",
      "server/src/main.ts": `import tool from "tool";\nexport default tool;\n`,
    },
  ],
];

describe("every breach is caught, and caught as what it is", () => {
  test.each(breaches)("%s", async (rule, files) => {
    expect(await breachesIn(files)).toEqual([rule]);
  });
});

test("no rule is without its breach", () => {
  const named = (configuration.forbidden ?? []).map((rule) => rule.name);
  expect(new Set(breaches.map(([rule]) => rule))).toEqual(new Set(named));
});

test("code that keeps to the house passes", async () => {
  const files = {
    "server/src/values/money.ts": thing,
    "server/src/accounts/index.ts": thing,
    "server/src/offers/rules/price.ts": `export { thing } from "../../values/money.ts";\n`,
    "server/src/offers/rules/cursor.ts": `export { z } from "zod";\n`,
    "server/src/offers/rules/price.test.ts": `import "node:fs";\nimport "../../platform/db/client.ts";\n`,
    "server/src/offers/store/offers.ts": `export { sql } from "drizzle-orm";\n`,
    "server/src/offers/graphql/offer.ts": `export { Field } from "type-graphql";\n`,
    "server/src/offers/list.ts": `export { thing } from "../accounts/index.ts";\nexport * from "./rules/price.ts";\n`,
    "server/src/platform/db/client.ts": `export { default } from "postgres";\n`,
    "client/src/app/page.tsx": `export { thing } from "../features/offers/table.tsx";\n`,
    "client/src/features/offers/table.tsx": `export { thing } from "../../ui/button.tsx";\n`,
    "client/src/ui/button.tsx": thing,
  };
  expect(await breachesIn(files)).toEqual([]);
});

test("files that only name each other's types are no cycle", async () => {
  const files = {
    "simulator/src/hen.ts": `import type { Egg } from "./egg.ts";\nexport interface Hen { lays: Egg }\n`,
    "simulator/src/egg.ts": `import type { Hen } from "./hen.ts";\nexport interface Egg { of?: Hen }\n`,
  };
  expect(await breachesIn(files)).toEqual([]);
});
