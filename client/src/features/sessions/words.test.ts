import { expect, test } from "vitest";
import { anHourOf, gpuOf, isOver, maySave, savingWord, stateWord } from "./words.ts";

test("what is over is told from what may still cost something", () => {
  expect(stateWord("STOPPING")).toEqual({ word: "Ending", tone: "warn" });
  expect([isOver("STOPPING"), isOver("STOPPED"), isOver("FAILED")]).toEqual([false, true, true]);
});

test("an hour of what runs costs what its machine does, not what was asked for", () => {
  const prices = { pricePerHour: "0.236833", ratePerHour: "0.086944" };
  expect(anHourOf({ state: "RUNNING", ...prices })).toBe("0.086944");
  expect(anHourOf({ state: "PROVISIONING", ...prices, ratePerHour: "0.000000" })).toBe("0.236833");
});

test("a session is named for the GPU that it came to, however many machines that took", () => {
  const asked = { gpuModel: "RTX A4000", machines: [] };
  expect(gpuOf(asked)).toBe("RTX A4000");
  const machines = [{ gpuModel: "RTX A4000" }, { gpuModel: "RTX A5000" }];
  expect(gpuOf({ ...asked, machines })).toBe("RTX A5000");
});

test("what is on a disk may be saved until it is over or the machine is gone", () => {
  const session = { state: "STOPPING", saveMinutes: 10, saving: null } as const;
  expect(maySave(session)).toBe(true);
  expect(maySave({ ...session, saveMinutes: null })).toBe(false);
  expect(maySave({ ...session, saving: { state: "FAILED", exitStatus: 3 } })).toBe(false);
  expect(savingWord({ ...session, saving: { state: "FAILED", exitStatus: 3 } })).toBe(
    "Not saved: ended with 3",
  );
  expect(savingWord({ ...session, state: "STOPPED" })).toBe("Not saved");
});
