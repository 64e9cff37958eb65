import { expect, test } from "vitest";
import { begin, mustEnd, secondsToSave, type State, withLease } from "./fate.ts";

const wall = Date.parse("2026-11-20T12:00:00Z");
const born = { deadline: "2026-11-20T14:00:00Z", silentSeconds: 1800 };
const now = { uptime: 1_000, wall, boot: "a" };
const fresh = () => begin(null, born, now);

test("S5: the deadline that came with the machine is kept, whatever is heard or not", () => {
  const state = { ...fresh(), heardAt: 8_190 };
  expect(mustEnd(state, 1_000 + 7_199)).toBeNull();
  expect(mustEnd(state, 1_000 + 7_200)).toBe("deadline");
});

test("S5: a machine that nobody reaches ends", () => {
  expect(mustEnd(fresh(), 1_000 + 1_799)).toBeNull();
  expect(mustEnd(fresh(), 1_000 + 1_800)).toBe("cut-off");
});

test("a session that is over ends its machine", () => {
  expect(mustEnd({ ...fresh(), over: true }, 1_001)).toBe("over");
});

test("G33: setting the machine's time moves nothing", () => {
  const state = fresh();
  for (const setTo of [wall + 86_400_000, wall - 86_400_000]) {
    const heard = withLease(
      state,
      { secondsLeft: 7_170, silentSeconds: 1800 },
      { uptime: 1_030, wall: setTo },
    );
    expect(heard.deadline).toBe(state.deadline);
    expect(begin(heard, born, { uptime: 1_060, wall: setTo, boot: "a" }).deadline).toBe(state.deadline);
  }
});

test("G35: a restart of the agent changes nothing", () => {
  const left: State = { ...fresh(), heardAt: 1_500, count: 17 };
  expect(begin(left, { ...born, deadline: "2030-01-01T00:00:00Z" }, { ...now, uptime: 1_600 })).toEqual(left);
});

test("G35: after a reboot the deadline is the one on the wall, and Berth may take its time again", () => {
  const left: State = { ...fresh(), count: 17, deadlineOnWall: "2026-11-20T13:00:00.000Z" };
  const state = begin(left, born, { uptime: 20, wall, boot: "b" });
  expect(state).toMatchObject({ deadline: 20 + 3_600, heardAt: 20, count: 17 });
});

test("G33: a machine whose clock is ahead when it is begun has time to hear from Berth how long is left", () => {
  for (const ahead of [3 * 3_600_000, 24 * 3_600_000]) {
    const state = begin(null, born, { ...now, wall: wall + ahead });
    expect(mustEnd(state, 1_000 + 119)).toBeNull();
    const heard = withLease(
      state,
      { secondsLeft: 7_140, silentSeconds: 1800 },
      { uptime: 1_060, wall: wall + ahead },
    );
    expect(heard.deadline).toBe(8_200);
  }
});

test("S5: one that is begun after its deadline and hears nothing ends two minutes later", () => {
  const left: State = { ...fresh(), deadlineOnWall: "2026-11-20T11:00:00.000Z" };
  const state = begin(left, born, { uptime: 20, wall, boot: "b" });
  expect(mustEnd(state, 20 + 120)).toBe("deadline");
});

test("S5: a container whose clock begins anew is like one that was booted, though its host was not", () => {
  const left: State = {
    ...fresh(),
    deadline: 8_200,
    heardAt: 4_000,
    deadlineOnWall: "2026-11-20T13:00:00.000Z",
  };
  expect(begin(left, born, { uptime: 20, wall, boot: "a" })).toMatchObject({
    deadline: 20 + 3_600,
    heardAt: 20,
  });
});

test("Berth moves the deadline, either way", () => {
  const lease = (secondsLeft: number) =>
    withLease(fresh(), { secondsLeft, silentSeconds: 600 }, { uptime: 1_100, wall });
  expect(lease(14_400)).toMatchObject({ deadline: 15_500, silentSeconds: 600 });
  expect(lease(60)).toMatchObject({ deadline: 1_160, deadlineOnWall: "2026-11-20T12:01:00.000Z" });
  expect(lease(-5).deadline).toBe(1_100);
});

test("an answer that makes no sense moves nothing", () => {
  const state = fresh();
  for (const lease of [
    { secondsLeft: Number.NaN, silentSeconds: 60 },
    { secondsLeft: 60, silentSeconds: Number.NaN },
    { secondsLeft: 60, silentSeconds: -1 },
  ]) {
    expect(withLease(state, lease, { uptime: 1_030, wall })).toEqual({ ...state, heardAt: 1_030 });
  }
});

test("without a deadline that can be read, a machine ends soon rather than never", () => {
  expect(begin(null, { deadline: "", silentSeconds: 1800 }, now).deadline).toBe(2_800);
});

test("saving begins in time to be over by the deadline, and gets no more than is left", () => {
  const state = { ...fresh(), silentSeconds: 100_000 };
  expect(secondsToSave(state, 1_000 + 6_599, 600)).toBeNull();
  expect(secondsToSave(state, 1_000 + 6_600, 600)).toBe(600);
  expect(secondsToSave(state, 1_000 + 7_190, 600)).toBe(10);
  expect(secondsToSave(state, 1_000 + 7_200, 600)).toBeNull();
});

test("S5: cut off, it saves within the time that it has anyway, and not before half of that", () => {
  expect(secondsToSave(fresh(), 1_000 + 1_199, 600)).toBeNull();
  expect(secondsToSave(fresh(), 1_000 + 1_200, 600)).toBe(600);
  expect(secondsToSave(fresh(), 1_000 + 899, 1_800)).toBeNull();
  expect(secondsToSave(fresh(), 1_000 + 900, 1_800)).toBe(900);
});
