import { expect, test } from "vitest";
import { afterChange } from "./waits.ts";

const wait = (id: string, state: "WAITING" | "BOOKED" | "LEFT" = "WAITING") => ({
  __typename: "Wait" as const,
  id,
  state,
  reservationId: null,
  poolId: "pol",
  gpuModel: null,
  gpus: 1,
  startsAt: "2026-12-01T09:00:00Z",
  endsAt: "2026-12-01T10:00:00Z",
  mostTotal: "5.000000",
});

test("who was served or left is gone, who joined is last, and a frame that comes twice changes nothing", () => {
  const before = [wait("a"), wait("b"), wait("c")];
  const changed = [wait("b", "BOOKED"), wait("d")];
  const after = afterChange(before, changed);
  expect(after.map(({ id }) => id)).toEqual(["a", "c", "d"]);
  expect(afterChange(after, changed)).toEqual(after);
});
