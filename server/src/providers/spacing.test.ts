import { expect, test } from "vitest";
import { MovableClock } from "../testing/clock.ts";
import { type Pace, Spacing } from "./spacing.ts";

const never = new AbortController().signal;

/** Sends callers into one lane and notes when each set out. */
function lane(pace: Pace) {
  const clock = new MovableClock();
  const spacing = new Spacing(clock);
  const setOut: [who: string, atMs: number][] = [];
  const send = (who: string, signal = never, name = "show") =>
    spacing.turn(name, pace, signal).then(
      () => void setOut.push([who, clock.elapsedMs()]),
      () => void setOut.push([`${who} left`, clock.elapsedMs()]),
    );
  // Whoever can set out does so first, and only then does time go on.
  const pass = async (ms: number) => {
    await clock.advance(0);
    await clock.advance(ms);
  };
  return { clock, pass, spacing, setOut, send };
}

test("calls set out in the order they came, no closer than the provider wants them", async () => {
  const { pass, setOut, send } = lane({ everyMs: 1_000 });
  for (const who of ["a", "b", "c"]) void send(who);
  await pass(10_000);
  expect(setOut.map(([who]) => who)).toEqual(["a", "b", "c"]);
  const [a = 0, b = 0, c = 0] = setOut.map(([, at]) => at);
  expect(a).toBe(0);
  expect(b - a).toBeGreaterThanOrEqual(1_000);
  expect(c - b).toBeGreaterThanOrEqual(1_000);
  expect(c).toBeLessThan(2_500);
});

test("whoever comes late enough does not wait", async () => {
  const { pass, setOut, send } = lane({ everyMs: 1_000 });
  await send("a");
  await pass(5_000);
  await send("b");
  expect(setOut.at(-1)).toEqual(["b", 5_000]);
});

test("each endpoint and key has a lane of its own", async () => {
  const { setOut, send } = lane({ everyMs: 60_000 });
  await Promise.all([send("a", never, "show of one"), send("b", never, "show of another")]);
  expect(setOut.map(([, at]) => at)).toEqual([0, 0]);
});

test("a burst goes at once, and is paid for afterwards", async () => {
  const { pass, setOut, send } = lane({ everyMs: 1_000, burst: 3 });
  for (const who of ["a", "b", "c", "d"]) void send(who);
  await pass(10_000);
  const times = setOut.map(([, at]) => at);
  expect(times.slice(0, 3)).toEqual([0, 0, 0]);
  expect(times[3]).toBeGreaterThanOrEqual(1_000);
});

test("one that was answered late is counted from its answer, and one that takes for ever is not waited for", async () => {
  const { clock, spacing, setOut, send, pass } = lane({ everyMs: 1_000 });
  const answered = await spacing.turn("show", { everyMs: 1_000 }, never);
  void send("b");
  await pass(800);
  answered();
  await pass(900);
  expect(setOut).toEqual([]);
  await pass(100);
  expect(setOut).toEqual([["b", 1_800]]);
  await pass(60_000);
  const late = await spacing.turn("show", { everyMs: 1_000 }, never);
  const startedAt = clock.elapsedMs();
  await pass(1_050);
  late();
  void send("c");
  await pass(5_000);
  expect(setOut.at(-1)).toEqual(["c", startedAt + 2_000]);
});

test("after a refusal everybody holds back", async () => {
  const { pass, spacing, setOut, send } = lane({ everyMs: 1_000 });
  await send("a");
  spacing.hold("show", 12_000);
  void send("b");
  await pass(11_999);
  expect(setOut).toHaveLength(1);
  await pass(1);
  expect(setOut.at(-1)).toEqual(["b", 12_000]);
});

test("one who is called away leaves the line, at its head and within it, and nobody waits for them", async () => {
  const { pass, setOut, send } = lane({ everyMs: 1_000 });
  const [first, second] = [new AbortController(), new AbortController()];
  await send("a");
  void send("b", first.signal);
  void send("c", second.signal);
  void send("d");
  await pass(10);
  second.abort();
  first.abort();
  await pass(10_000);
  expect(setOut.map(([who]) => who)).toEqual(["a", "c left", "b left", "d"]);
  expect(setOut.at(-1)?.[1]).toBeLessThan(1_500);
  await send("e", AbortSignal.abort());
  expect(setOut.at(-1)?.[0]).toBe("e left");
});
