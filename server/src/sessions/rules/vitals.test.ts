import { expect, test } from "vitest";
import { heartbeat } from "./vitals.ts";

const gpu = {
  name: "NVIDIA H100 80GB HBM3",
  utilisation: 97,
  memoryUsedMb: 71_424,
  memoryTotalMb: 81_559,
  temperatureCelsius: 61,
  powerWatts: 633.42,
  xid: null,
  eccErrors: 0,
};
const vitals = { gpus: [gpu], diskUsedGb: 12.5, diskTotalGb: 50, uptimeSeconds: 4_000, idleSeconds: 0 };
const beat = { count: 7, agentVersion: "1", vitals };

test("a figure that cannot be is not known, and the machine that tells it lives all the same", () => {
  const told = {
    ...vitals,
    // What a driver prints for "not there", and what a file system without bounds says of its size.
    gpus: [{ ...gpu, utilisation: 4_294_967_295, eccErrors: 2 ** 64, temperatureCelsius: -300 }],
    diskUsedGb: -4,
    diskTotalGb: 8.6e9,
  };
  expect(heartbeat.parse({ ...beat, vitals: told }).vitals).toEqual({
    ...vitals,
    gpus: [{ ...gpu, utilisation: null, eccErrors: null, temperatureCelsius: null }],
    diskUsedGb: null,
    diskTotalGb: null,
  });
});

test("what is no figure, or no heartbeat at all, is refused", () => {
  for (const told of [
    null,
    {},
    { ...beat, count: 0 },
    { ...beat, vitals: { ...vitals, gpus: [{ ...gpu, utilisation: "97" }] } },
    { ...beat, vitals: { ...vitals, gpus: Array.from({ length: 65 }, () => gpu) } },
  ])
    expect(heartbeat.safeParse(told).success).toBe(false);
});
