import { expect, test } from "vitest";
import { ScriptedLine } from "#lib/live/testing/scripted-line.ts";
import { followFree, type PoolFree } from "./use-live.ts";

const free = (cursor: string, gpus: number) => ({
  availabilityChanged: {
    __typename: "AvailabilityUpdate",
    cursor,
    availability: { pools: [{ pool: { id: "pol_1" }, free: [gpus], closures: [] }] },
  },
});

test("what is free is read anew, whole, after what changed can no longer be told", async () => {
  const line = new ScriptedLine();
  let shown: ReadonlyMap<string, PoolFree> = new Map();
  followFree({ from: "2026-11-28", to: "2026-12-01" }, (pools) => (shown = pools), line);
  line.tell(free("c1", 8));
  line.cut();
  await new Promise(setImmediate);

  line.tell({ availabilityChanged: { __typename: "Resync", cursor: "c9" } });
  await new Promise(setImmediate);
  expect(line.begun).toEqual([null, "c1", null]);
  line.tell(free("c9", 3));
  expect(shown.get("pol_1")?.free).toEqual([3]);
});
