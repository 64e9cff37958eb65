import { afterAll, beforeAll, expect, test } from "vitest";
import type { Clock } from "../../platform/clock.ts";
import { makeLog } from "../../platform/log.ts";
import { metrics } from "../../platform/metrics.ts";
import { type Simulator, startStrictSimulator } from "../../testing/simulator.ts";
import { orderFor, soon } from "../../testing/stage.ts";
import { makeVast } from "./vast.ts";

let simulator: Simulator;
beforeAll(async () => {
  simulator = await startStrictSimulator("--machines", "20", "--market-speed", "0");
});
afterAll(() => simulator?.stop());

/** Whoever waits moves the simulator's clock, so that both go by one time. */
function clockOf(simulator: Simulator): Clock {
  let elapsed = 0;
  return {
    now: () => new Date(Date.parse("2026-11-20T09:00:00Z") + elapsed),
    elapsedMs: () => elapsed,
    after(ms, act) {
      let cancelled = false;
      void simulator.pass(ms / 1_000).then(() => {
        if (cancelled) return;
        elapsed += ms;
        act();
      });
      return { cancel: () => (cancelled = true) };
    },
  };
}

test("V10: each endpoint is asked no faster than it wants", async () => {
  const vast = makeVast({
    url: simulator.url,
    apiKey: simulator.apiKey,
    clock: clockOf(simulator),
    log: makeLog("silent"),
  });
  const before = await limited();
  const again = async (ask: () => Promise<unknown>) => {
    for (let time = 0; time < 4; time++) await ask();
  };
  await again(() => vast.listOffers(soon()));
  await again(() => vast.findInstance("1", soon()));
  await again(() => vast.listInstances(soon()));
  await again(() => vast.destroy("1", soon()));
  await again(async () => vast.readBalance?.(soon()));
  await again(async () => vast.readPricesNow?.(soon()));
  await again(async () => {
    expect(await vast.create(orderFor(), soon())).toMatchObject({ failure: { kind: "offer-gone" } });
  });
  expect((await limited()) - before).toBe(0);
});

test("V10: and when it was asked too fast all the same, the next call keeps away for as long as it takes", async () => {
  const [one, other] = [1, 2].map(() =>
    makeVast({
      url: simulator.url,
      apiKey: simulator.apiKey,
      clock: clockOf(simulator),
      log: makeLog("silent"),
    }),
  );
  await simulator.pass(60);
  // Two processes with one key do not know of each other.
  expect(await one?.create(orderFor(), soon())).toMatchObject({ failure: { kind: "offer-gone" } });
  expect(await other?.create(orderFor(), soon())).toMatchObject({
    outcome: "refused",
    failure: { kind: "rate-limited" },
  });
  expect(await other?.create(orderFor(), soon())).toMatchObject({ failure: { kind: "offer-gone" } });
});

async function limited(): Promise<number> {
  const { values } = await metrics.providerAnswers.get();
  return values.find(({ labels }) => labels.outcome === "rate-limited")?.value ?? 0;
}
