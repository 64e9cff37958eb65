import { request } from "undici";
import type { SandboxClock } from "./clock.ts";
import type { Config } from "./config.ts";

// A Berth in which everything is simulated may have its time moved on, and its markets with it. The clock is the one
// that every part of this process goes by; the markets are told through their own control endpoint.

export interface Sandbox {
  clock: SandboxClock;
  /** Has each of them go on until this hour; one that is past it stays where it is. */
  bringMarketsTo(at: Date): Promise<void>;
}

export class MarketAway extends Error {}

const PATIENCE_MS = 20_000;

export function makeSandbox(config: Config, clock: SandboxClock): Sandbox {
  const addresses = [config.VAST_URL, config.TENSORDOCK_URL, config.BLUELOBSTER_URL];
  const markets = [...new Set(addresses.map((address) => new URL(address).origin))];
  return {
    clock,
    async bringMarketsTo(at) {
      for (const market of markets) await bring(market, at);
    },
  };
}

async function bring(market: string, at: Date): Promise<void> {
  let said: string;
  try {
    const { statusCode, body } = await request(`${market}/control/clock`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ until: at.toISOString() }),
      headersTimeout: PATIENCE_MS,
      bodyTimeout: PATIENCE_MS,
    });
    said = await body.text();
    if (statusCode === 200) return;
  } catch (error) {
    throw new MarketAway(`The simulated market at ${market} does not answer.`, { cause: error });
  }
  throw new MarketAway(`The simulated market at ${market} cannot be moved: ${said.slice(0, 200)}`);
}
