import type { Clock } from "../platform/clock.ts";
import type { Config } from "../platform/config.ts";
import type { Log } from "../platform/log.ts";
import { makeBlueLobster } from "./bluelobster/bluelobster.ts";
import type { CloudId } from "./clouds.ts";
import type { Provider } from "./provider.ts";
import { makeTensorDock } from "./tensordock/tensordock.ts";
import { makeVast } from "./vast/vast.ts";

/** A cloud, asked with somebody's key. */
export type OpenCloud = (id: string, apiKey: string | undefined) => Provider;

/** How the clouds are asked that Berth can rent from, with whichever key. */
export function makeClouds(config: Config, clock: Clock, log: Log): OpenCloud {
  const common = { clock, log, unpaced: config.PROVIDER_PACES === "none" };
  const makers: Record<CloudId, (apiKey: string | undefined) => Provider> = {
    vast: (apiKey) => makeVast({ ...common, url: config.VAST_URL, apiKey }),
    tensordock: (apiKey) => makeTensorDock({ ...common, url: config.TENSORDOCK_URL, apiKey }),
    bluelobster: (apiKey) => makeBlueLobster({ ...common, url: config.BLUELOBSTER_URL, apiKey }),
  };
  return (id, apiKey) => {
    if (!(id in makers)) throw new Error(`there is no cloud ${id}`);
    return makers[id as CloudId](apiKey);
  };
}

/** With the deployment's keys. A cloud without one is there as well, and not connected. */
export function makeProviders(config: Config, open: OpenCloud): Provider[] {
  return [
    open("vast", config.VAST_API_KEY),
    open("tensordock", config.TENSORDOCK_API_KEY),
    open("bluelobster", config.BLUELOBSTER_API_KEY),
  ];
}
