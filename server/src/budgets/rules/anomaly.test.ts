import { expect, test } from "vitest";
import { usd } from "../../values/money.ts";
import { usualBeside } from "./anomaly.ts";

const week = (...busy: bigint[]) => [...Array<bigint>(168 - busy.length).fill(usd(2)), ...busy];

test("burn is unusual at three times what most hours stayed below, and by more than a dollar", () => {
  expect(usualBeside({ lastHour: usd(6), hours: week(), isLate: false })).toBe(null);
  expect(usualBeside({ lastHour: usd(6) + 1n, hours: week(), isLate: false })).toBe(usd(2));
  const cheap = Array<bigint>(168).fill(usd(1) / 10n);
  expect(usualBeside({ lastHour: usd(1), hours: cheap, isLate: false })).toBe(null);
  expect(usualBeside({ lastHour: usd(2), hours: cheap, isLate: false })).toBe(usd(1) / 10n);
  // A few busy hours do not make busy hours usual; a busy day does.
  expect(usualBeside({ lastHour: usd(9), hours: week(usd(9), usd(9)), isLate: false })).toBe(usd(2));
  const day = Array<bigint>(24).fill(usd(9));
  expect(usualBeside({ lastHour: usd(9), hours: week(...day), isLate: false })).toBe(null);
});

test("nothing is unusual while data are late, or before three days are known", () => {
  expect(usualBeside({ lastHour: usd(99), hours: week(), isLate: true })).toBe(null);
  expect(usualBeside({ lastHour: usd(99), hours: week().slice(0, 71), isLate: false })).toBe(null);
  expect(usualBeside({ lastHour: usd(99), hours: week().slice(0, 72), isLate: false })).toBe(usd(2));
});
