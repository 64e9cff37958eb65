import type { Clock } from "../platform/clock.ts";
import type { Config } from "../platform/config.ts";
import type { Log } from "../platform/log.ts";
import { makeBlueLobster } from "./bluelobster/bluelobster.ts";
import type { Provider } from "./provider.ts";
import { makeTensorDock } from "./tensordock/tensordock.ts";
import { makeVast } from "./vast/vast.ts";

/** Every cloud that Berth can rent from. One without a key is there as well, and not connected. */
export function makeProviders(config: Config, clock: Clock, log: Log): Provider[] {
  const common = { clock, log, unpaced: config.PROVIDER_PACES === "none" };
  return [
    makeVast({ ...common, url: config.VAST_URL, apiKey: config.VAST_API_KEY }),
    makeTensorDock({ ...common, url: config.TENSORDOCK_URL, apiKey: config.TENSORDOCK_API_KEY }),
    makeBlueLobster({ ...common, url: config.BLUELOBSTER_URL, apiKey: config.BLUELOBSTER_API_KEY }),
  ];
}
