import { expect, test } from "vitest";
import { BadFlags, help, readFlags } from "./flags.ts";
import { moodNames } from "./moods/catalog.ts";

const now = Date.parse("2026-11-20T12:00:00Z");

test("without flags: the usual market, from now on", () => {
  expect(readFlags([], now)).toMatchObject({
    host: "127.0.0.1",
    port: 4_100,
    options: {
      seed: "1",
      startAt: now,
      speed: 1,
      limited: true,
      apiKeys: ["simulated-vast-key"],
      blueLobsterKeys: ["simulated-bluelobster-key"],
    },
  });
});

test("every flag is heard", () => {
  const flags = "--port 0 --seed moon --speed 0 --market-speed 2 --machines 7 --start 2026-01-01T00:00:00Z";
  const more =
    "--api-key a --api-key b --read-only-key c --bluelobster-key d --tensordock-key e --other-key f --no-rate-limits --mood stale-ask=0.5 --mood list-lag";
  const read = readFlags([...flags.split(" "), ...more.split(" ")], now);
  expect(read).toMatchObject({
    port: 0,
    options: {
      seed: "moon",
      startAt: Date.parse("2026-01-01T00:00:00Z"),
      speed: 0,
      marketSpeed: 2,
      machines: 7,
      apiKeys: ["a", "b"],
      readOnlyKeys: ["c"],
      blueLobsterKeys: ["d"],
      tensorDockKeys: ["e"],
      otherKeys: ["f"],
      limited: false,
    },
  });
  expect([...(read?.moods ?? [])]).toEqual([
    ["stale-ask", 0.5],
    ["list-lag", 1],
  ]);
});

test("--help asks for the help, which names every flag and mood", () => {
  expect(readFlags(["--help"], now)).toBeUndefined();
  for (const word of ["--port", "--seed", "--speed", "--machines", ...moodNames])
    expect(help).toContain(word);
});

test.each([
  [["--port", "70000"], "--port"],
  [["--speed", "-1"], "--speed"],
  [["--speed", "fast"], "--speed"],
  [["--machines", "0"], "--machines"],
  [["--start", "yesterday"], "--start"],
  [["--mood", "grumpy=1"], "grumpy"],
  [["--mood", "stale-ask=2"], "not between 0 and 1"],
  [["--colour", "red"], "--colour"],
])("%j is refused in one line", (flags, words) => {
  const attempt = () => readFlags(flags, now);
  expect(attempt).toThrow(BadFlags);
  expect(attempt).toThrow(words);
  expect(attempt).not.toThrow("\n");
});
