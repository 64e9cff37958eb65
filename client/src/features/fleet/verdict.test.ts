import { expect, test } from "vitest";
import { proofOf, verdictOf, withUpdate, type Difference, type FleetProvider } from "./verdict.ts";

const agreeing: FleetProvider = {
  providerId: "vast",
  providerName: "Vast.ai",
  sweptAt: "2026-11-26T10:00:00.000Z",
  balance: "42.000000",
  balanceLowSince: null,
  listed: 5,
  ours: 3,
  halted: false,
  problem: null,
  problemSince: null,
  believed: 4,
  asked: 1,
  ending: 0,
  orphans: 2,
  orphansLeft: 0,
  destroyTriesMost: 0,
  ownKeys: 0,
  ownKeysFailing: 0,
  onOwnKeys: 0,
};
const orphan: Difference = {
  machineId: "mac_1",
  providerId: "vast",
  providerName: "Vast.ai",
  externalId: "7",
  sessionId: null,
  doubt: "ORPHAN",
  since: "2026-11-26T09:00:00.000Z",
  destroyTries: 0,
};

test.each<[string, Partial<FleetProvider>, string]>([
  ["what was just asked for may be listed or not", {}, "Agrees"],
  ["and so may it be listed", { ours: 4 }, "Agrees"],
  ["one too few", { ours: 2 }, "Differs"],
  ["one too many", { ours: 5 }, "Differs"],
  ["an orphan that is left", { orphansLeft: 1 }, "Orphans"],
  ["a list that was not believed", { halted: true }, "Halted"],
  [
    "a list that cannot be read says nothing, whatever the last one said",
    { problem: "503", ours: 0 },
    "Not read",
  ],
  ["a provider that was never read", { sweptAt: null }, "Not read yet"],
])("%s: %o is %s", (_, change, word) => {
  expect(verdictOf({ ...agreeing, ...change }).word).toBe(word);
});

test("there is proof only where every list was read and nothing is in question", () => {
  const proven = { providers: [agreeing], differences: [] };
  expect(proofOf(proven)).toMatch(/^Every provider's list was read to its end: 3 machines of ours/);
  expect(proofOf({ ...proven, differences: [orphan] })).toBeNull();
  expect(proofOf({ ...proven, providers: [agreeing, { ...agreeing, problem: "503" }] })).toBeNull();
  expect(proofOf({ providers: [], differences: [] })).toBeNull();
});

test("a provider that was looked at takes its place, and one that is new comes after", () => {
  const tensordock = { ...agreeing, providerId: "tensordock" };
  const before = { providers: [agreeing, tensordock], differences: [orphan] };
  const changed = [
    { ...agreeing, listed: 6 },
    { ...agreeing, providerId: "bluelobster" },
  ];
  const after = withUpdate(before, { __typename: "FleetAuditDelta", changed, differences: [] });
  expect(after.providers.map(({ providerId, listed }) => [providerId, listed])).toEqual([
    ["vast", 6],
    ["tensordock", 5],
    ["bluelobster", 5],
  ]);
  expect(after.differences).toEqual([]);
});
