import { expect, test } from "vitest";
import { ownBillsCsv } from "./own-bills-csv.ts";

test("each machine is a line, with what a person wrote made harmless", () => {
  const bill = {
    __typename: "OwnBill" as const,
    purpose: "ses_1",
    amount: "1.250000",
    beganAt: "2026-11-01T10:00:00.000Z",
    billedUntil: "2026-11-01T11:00:00.000Z",
    closedAt: null,
    providerName: "Vast.ai",
    session: { __typename: "Session" as const, id: "ses_1", gpuModel: "H100", gpuCount: 2, consumer: "=lab" },
  };
  const [head, line, end] = ownBillsCsv([bill]).split("\r\n");
  expect(head?.split(",")).toHaveLength(8);
  expect(line).toBe(
    '"2026-11-01T10:00:00.000Z","2026-11-01T11:00:00.000Z","Vast.ai","2","H100","\'=lab","ses_1","1.250000"',
  );
  expect(end).toBe("");
});
