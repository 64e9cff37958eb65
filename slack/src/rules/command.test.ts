import { expect, test } from "vitest";
import { parseCommand } from "./command.ts";

test("commands are read as they are said in the help", () => {
  expect(parseCommand("")).toEqual({ name: "help" });
  expect(parseCommand("find h100 x8 &lt;2.50/gpu")).toEqual({ name: "find", search: "h100 x8 <2.50/gpu" });
  expect(parseCommand("reserve 2 h100 sxm 2026-12-01 09:00 4h")).toEqual({
    name: "reserve",
    wanted: { gpus: 2, gpu: "h100 sxm", startsAt: "2026-12-01T09:00:00.000Z", hours: 4 },
  });
  expect(parseCommand("extend ses_1 2h")).toEqual({ name: "extend", id: "ses_1", hours: 2 });
  expect(parseCommand("extend res_1")).toEqual({ name: "extend", id: "res_1", hours: null });
  expect(parseCommand("quiet 22:00-07:00 Europe/Berlin")).toEqual({
    name: "quiet",
    quiet: { from: "22:00", to: "07:00" },
    zone: "Europe/Berlin",
  });
  expect(parseCommand("digest 09:00,17:00")).toEqual({ name: "digest", at: ["09:00", "17:00"], zone: null });
});

test.each([
  "dance",
  "stop res_1",
  "stop ses_1; drop",
  "extend ses_1 soon",
  "extend ses_1 0h",
  "reserve h100",
  "reserve 1 h100 2026-13-01 09:00 4h",
  "quiet 25:00-07:00",
  "quiet 22:00-07:00 Mars/Olympus",
  "digest noon",
  "threads maybe",
  "forecast",
])("“%s” is answered with how it is said", (text) => {
  expect(parseCommand(text)).toMatchObject({ name: "unknown" });
});
