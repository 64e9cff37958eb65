import { execFile } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { root } from "./tool.ts";

interface Case {
  path: string;
  source: string;
  /** The rule that must speak; none where the code is fine. */
  rule?: string;
}

const clock = "server/src/offers/list.ts";
const cases: Case[] = [
  { path: clock, source: "export const now = Date.now();", rule: "eslint(no-restricted-properties)" },
  { path: clock, source: "export const now = new Date();", rule: "house(no-current-date)" },
  { path: clock, source: "export const now = Date();", rule: "house(no-current-date)" },
  { path: clock, source: "export const noon = new Date(0);" },
  { path: clock, source: "export const now = performance.now();", rule: "eslint(no-restricted-globals)" },
  { path: clock, source: "export const chance = Math.random();", rule: "eslint(no-restricted-properties)" },
  { path: clock, source: "export const id = crypto.randomUUID();", rule: "eslint(no-restricted-properties)" },
  {
    path: clock,
    source: `import { randomBytes } from "node:crypto";\nexport const key = randomBytes(8);`,
    rule: "eslint(no-restricted-imports)",
  },
  {
    path: clock,
    source: `import { setTimeout as wait } from "node:timers/promises";\nexport { wait };`,
    rule: "eslint(no-restricted-imports)",
  },
  { path: clock, source: "setTimeout(() => 1, 5);", rule: "eslint(no-restricted-globals)" },
  { path: clock, source: "setInterval(() => 1, 5);", rule: "eslint(no-restricted-globals)" },
  { path: "server/src/platform/clock.ts", source: "export const now = () => new Date();" },
  { path: "server/src/platform/random.ts", source: "export const chance = () => Math.random();" },
  { path: "simulator/src/clock.ts", source: "export const now = () => Date.now();" },

  {
    path: "server/src/offers/list.ts",
    source: `declare const sql: { raw(text: string): unknown };\nexport default sql.raw("select 1");`,
    rule: "house(no-raw-sql)",
  },
  {
    path: "server/src/offers/list.ts",
    source: `declare const db: { unsafe(text: string): unknown };\nexport default db.unsafe("select 1");`,
    rule: "house(no-raw-sql)",
  },
  {
    path: "server/src/offers/store/offers.ts",
    source: `declare const sql: { raw(text: string): unknown };\nexport default sql.raw("select 1");`,
  },

  { path: "server/src/a.ts", source: "export const a: any = 1;", rule: "typescript(no-explicit-any)" },
  {
    path: "server/src/a.ts",
    source: "// @ts-ignore because it says so\nexport const a: string = 1;",
    rule: "typescript(ban-ts-comment)",
  },
  {
    path: "server/src/a.ts",
    source: "declare const found: { id: string } | undefined;\nexport const id = found!.id;",
    rule: "typescript(no-non-null-assertion)",
  },
  {
    path: "server/src/a.ts",
    source: "declare function save(): Promise<void>;\nexport function close() { save(); }",
    rule: "typescript(no-floating-promises)",
  },
  {
    path: "server/src/a.ts",
    source: "export const secret = process.env.SECRET;",
    rule: "node(no-process-env)",
  },
  { path: "server/src/a.ts", source: `console.log("hello");`, rule: "eslint(no-console)" },
  {
    path: "server/src/a.test.ts",
    source: `import { expect, test } from "vitest";\ntest.only("one", () => { expect(1).toBe(1); });`,
    rule: "vitest(no-focused-tests)",
  },
  {
    path: "server/src/a.ts",
    source: "// TODO: later\nexport const a = 1;",
    rule: "eslint(no-warning-comments)",
  },

  {
    path: "client/src/page.tsx",
    source: `export const Page = () => <p dangerouslySetInnerHTML={{ __html: "" }} />;`,
    rule: "react(no-danger)",
  },
];

let tree: string;
let found: string;

beforeAll(async () => {
  tree = mkdtempSync(join(tmpdir(), "berth-lint-"));
  const configuration = readFileSync(join(root, ".oxlintrc.json"), "utf8");
  writeFileSync(join(tree, ".oxlintrc.json"), configuration.replace('"./scripts/', `"${root}/scripts/`));
  const compilerOptions = {
    strict: true,
    target: "es2024",
    lib: ["es2024", "dom"],
    types: [],
    jsx: "preserve",
  };
  writeFileSync(join(tree, "tsconfig.json"), JSON.stringify({ compilerOptions }));
  for (const [place, { path, source }] of cases.entries()) {
    mkdirSync(dirname(placed(path, place)), { recursive: true });
    writeFileSync(placed(path, place), `${source}\n`);
  }
  found = await lint();
});
afterAll(() => {
  rmSync(tree, { recursive: true });
});

/** Every case is a file of its own beside the path it stands for. */
function placed(path: string, place: number): string {
  return join(tree, path.replace(/([^/]+)(\.tsx?)$/, `case-${place}$2`));
}

async function lint(): Promise<string> {
  const oxlint = join(root, "node_modules/oxlint/bin/oxlint");
  try {
    const { stdout } = await promisify(execFile)(process.execPath, [oxlint, "--format=unix"], { cwd: tree });
    return stdout;
  } catch (error) {
    return (error as { stdout: string }).stdout;
  }
}

function rulesAt(path: string, place: number): (string | undefined)[] {
  const file = placed(path, place).slice(tree.length + 1);
  return found
    .split("\n")
    .filter((line) => line.startsWith(`${file}:`))
    .map((line) => /\[Error\/(.+)\]$/.exec(line)?.[1]);
}

const numbered = cases.map((entry, place) => ({ ...entry, place }));

describe("the linter speaks where it should", () => {
  test.each(numbered.filter(({ rule }) => rule))("$rule in $path: $source", ({ path, place, rule }) => {
    expect(rulesAt(path, place)).toContain(rule);
  });
});

describe("the linter is silent where it should be", () => {
  test.each(numbered.filter(({ rule }) => !rule))("$path: $source", ({ path, place }) => {
    expect(rulesAt(path, place)).toEqual([]);
  });
});
