import { expect, test } from "vitest";
import { Idleness, parseGpus } from "./vitals.ts";

test("what the driver's tool prints is read, and what it does not know is null", () => {
  const [gpu, old] = parseGpus(
    "NVIDIA H100 80GB HBM3, 97, 71424, 81559, 61, 633.42, 0\nTesla K80, [N/A], 0, 11441, 40, [Not Supported], [N/A]\n",
  );
  expect(gpu).toEqual({
    name: "NVIDIA H100 80GB HBM3",
    utilisation: 97,
    memoryUsedMb: 71_424,
    memoryTotalMb: 81_559,
    temperatureCelsius: 61,
    powerWatts: 633.42,
    xid: null,
    eccErrors: 0,
  });
  expect(old).toMatchObject({ utilisation: null, memoryUsedMb: 0, powerWatts: null, eccErrors: null });
});

test("what is no row is no GPU", () => {
  expect(parseGpus("")).toEqual([]);
  expect(parseGpus("NVIDIA-SMI has failed because it couldn't communicate with the NVIDIA driver.")).toEqual(
    [],
  );
});

test("idle is when every GPU says that it is; one that cannot be asked may be at work", () => {
  const idleness = new Idleness();
  const rowOf = (utilisation: number | null) => `H100, ${utilisation ?? "[N/A]"}, 0, 80000, 40, 70, 0`;
  const all = (utilisations: readonly (number | null)[], now: number) =>
    idleness.note(parseGpus(utilisations.map(rowOf).join("\n")), now);
  const at = (utilisation: number | null, now: number) => all([utilisation], now);
  expect(at(90, 1_000)).toBe(0);
  expect(at(0, 1_060)).toBe(60);
  expect(at(2, 1_600)).toBe(600);
  expect(at(null, 1_700)).toBe(0);
  expect(at(0, 1_730)).toBe(30);
  expect(all([0, null], 1_800)).toBe(0);
  expect(all([0, 0], 1_860)).toBe(60);
  expect(all([], 1_900)).toBe(0);
});
