import { expect, test } from "vitest";
import { sayBooked } from "./label.ts";

test("the ledger says of a reservation how many GPUs it was booked with, and what it is called", () => {
  expect(sayBooked({ gpus: 1, label: null })).toBe("1 GPU booked ahead");
  expect(sayBooked({ gpus: 3, label: "Nightly" })).toBe("3 GPUs booked ahead, “Nightly”");
});
