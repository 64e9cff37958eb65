import type { IConfiguration, IForbiddenRuleType } from "dependency-cruiser";

// Who may import whom. scripts/check/house.test.ts holds one breach of every rule and sees it caught.
const programs = "server|client|cli|agent|simulator|slack|e2e";

// A domain may know those to its left and never one to its right.
const domains = [
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
  "calendars",
];
const anyDomain = domains.join("|");

const tests = ["\\.test\\.tsx?$", "\\.contract\\.ts$", "/testing/"];

/** Tests in which the server, the network and the cloud are one process. */
const simulated = "^server/src/testing/simulated/";

const leftward: IForbiddenRuleType[] = domains.slice(0, -1).map((domain, place) => ({
  name: `${domain}-imports-only-leftward`,
  severity: "error",
  comment: `Domains stand in an order and ${domain} comes before the one it imports.`,
  from: { path: `^server/src/${domain}/`, pathNot: tests },
  to: { path: `^server/src/(${domains.slice(place + 1).join("|")})/` },
}));

/** Matches a package whether it was found in node_modules or only named. */
function npm(...names: string[]): string {
  return `(^|node_modules/)(${names.join("|")})(/|$)`;
}

const forbidden: IForbiddenRuleType[] = [
  {
    name: "no-cycles",
    severity: "error",
    comment: "Files that import each other in a circle cannot be read, loaded or tested one at a time.",
    from: {},
    to: { circular: true, viaOnly: { dependencyTypesNot: ["type-only"] } },
  },
  {
    name: "programs-share-only-the-schema",
    severity: "error",
    comment: "A program knows another by schema.graphql and by its address, not by its files.",
    from: { path: `^(${programs})/`, pathNot: simulated },
    to: { path: `^(${programs})/`, pathNot: "^$1/" },
  },
  {
    name: "only-the-simulation-holds-the-simulator",
    severity: "error",
    comment:
      "Where time and chance are a test's own, the simulator lives in the same process as the server; no other program does.",
    from: { path: simulated },
    to: { path: `^(${programs})/`, pathNot: "^(server|simulator)/" },
  },
  {
    name: "programs-import-no-scripts",
    severity: "error",
    comment: "A built program goes out without the scripts folder.",
    from: { path: `^(${programs})/`, pathNot: [...tests, "^e2e/"] },
    to: { path: "^scripts/" },
  },
  ...leftward,
  {
    name: "domains-meet-at-the-door",
    severity: "error",
    comment:
      "What a domain offers to others is in its index.ts; its words of the graph, in that of graphql/.",
    from: { path: "^server/src/([^/]+)/", pathNot: tests },
    to: {
      path: `^server/src/(${anyDomain})/`,
      pathNot: ["^server/src/$1/", "^server/src/[^/]+/(graphql/)?index\\.ts$"],
    },
  },
  {
    name: "rules-are-pure",
    severity: "error",
    comment:
      "A rule takes values and gives a value: its own rules/, values/, and what a provider's list is made of.",
    from: { path: "^server/src/([^/]+)/rules/", pathNot: tests },
    to: {
      pathNot: [
        "^server/src/$1/rules/",
        "^server/src/values/",
        "^server/src/providers/provider\\.ts$",
        // Calendars are arithmetic, too, and not ours to write.
        npm("zod", "rrule-temporal", "temporal-polyfill", "ical-generator", "timezones-ical-library"),
      ],
    },
  },
  {
    name: "sql-lives-in-the-store",
    severity: "error",
    comment: "Only store/ rooms, platform/ and events/ speak to the database.",
    from: { path: "^server/src/", pathNot: [...tests, "^server/src/(platform|events)/", "/store/"] },
    to: { path: npm("drizzle-orm", "postgres", "pg") },
  },
  {
    name: "graphql-lives-in-its-room",
    severity: "error",
    comment: "Only graphql/ rooms, http/ and schema.ts know GraphQL; values/ define its scalars.",
    from: {
      path: "^server/src/",
      pathNot: [...tests, "^server/src/(http|values)/", "/graphql/", "^server/src/schema\\.ts$"],
    },
    to: { path: npm("type-graphql") },
  },
  {
    name: "values-do-no-io",
    severity: "error",
    comment: "Values are the same everywhere and at any time; node:crypto hashes without asking anyone.",
    from: { path: "^server/src/values/", pathNot: tests },
    to: { dependencyTypes: ["core"], pathNot: "^(node:)?(crypto|buffer|util)$" },
  },
  {
    name: "values-know-only-values",
    severity: "error",
    comment: "Everything may import values/, so values/ imports nothing of ours.",
    from: { path: "^server/src/values/", pathNot: tests },
    to: { path: "^server/src/", pathNot: "^server/src/values/" },
  },
  {
    name: "platform-knows-no-domain",
    severity: "error",
    comment: "platform/ carries the domains and does not know what they are for.",
    from: { path: "^server/src/platform/", pathNot: tests },
    to: { path: `^server/src/(${anyDomain}|providers|http|graphql)/` },
  },
  {
    name: "providers-know-no-domain",
    severity: "error",
    comment: "An adapter speaks a provider's dialect; what the words are for is a domain's business.",
    from: { path: "^server/src/providers/", pathNot: tests },
    to: { path: `^server/src/(${anyDomain}|http|graphql)/` },
  },
  {
    name: "domains-know-no-adapter",
    severity: "error",
    comment:
      "A domain asks any provider by the contract in providers/; which adapters there are is composed once.",
    from: { path: `^server/src/(${anyDomain})/`, pathNot: tests },
    to: { path: "^server/src/providers/[^/]+/" },
  },
  {
    name: "features-do-not-meet",
    severity: "error",
    comment: "Features of the console stand alone; a page puts them together.",
    from: { path: "^client/src/features/([^/]+)/" },
    to: { path: "^client/src/features/", pathNot: "^client/src/features/$1/" },
  },
  {
    name: "ui-knows-no-feature",
    severity: "error",
    comment: "The component library serves every feature and knows none.",
    from: { path: "^client/src/ui/" },
    to: { path: "^client/src/(features|app)/" },
  },
  {
    name: "production-needs-no-dev-dependency",
    severity: "error",
    comment:
      "What runs in production is under dependencies, so that an install without the rest still starts.",
    from: { path: `^(${programs})/src/`, pathNot: tests },
    to: { dependencyTypes: ["npm-dev"], dependencyTypesNot: ["type-only"] },
  },
];

const configuration: IConfiguration = {
  forbidden,
  options: {
    doNotFollow: { path: "node_modules" },
    exclude: { path: "(^|/)(dist|\\.next|coverage)/" },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      exportsFields: ["exports"],
      conditionNames: ["import", "node", "default", "types"],
    },
  },
};

export default configuration;
