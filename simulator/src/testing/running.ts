import { onTestFinished } from "vitest";
import { SECOND } from "../clock.ts";
import { createSimulator, usualOptions, type Simulator, type SimulatorOptions } from "../simulator.ts";
import { sure } from "./sure.ts";

/**
 * A simulator on a free port of loopback, for one test. Its clock stands still until the test moves it, the market
 * only moves with the clock, and calls may come as fast as they like, unless the test says otherwise.
 */
export interface Running extends Simulator {
  url: string;
  send(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<Reply>;
  get(path: string): Promise<Reply>;
  /** Offers that a query finds. */
  offers(query?: Record<string, unknown>): Promise<Row[]>;
  /** The first of them. */
  offer(query?: Record<string, unknown>): Promise<Row>;
  /** Moves the clock; the next call finds the world there. */
  pass(seconds: number): void;
  /** Until a call has come in that the simulator holds back. */
  untilSomeoneWaits(): Promise<void>;
}

export interface Reply {
  status: number;
  text: string;
  /** The body read as JSON, taken for what the test says it is. */
  as<Body = Record<string, unknown>>(): Body;
}

/** A row of the search, as far as tests look into it. */
export interface Row {
  id: number;
  machine_id: number;
  gpu_name: string;
  gpu_ram: number;
  num_gpus: number;
  dph_base: number;
  dph_total: number;
  min_bid: number;
  storage_cost: number;
  geolocation: string | null;
  [field: string]: unknown;
}

export const START = Date.parse("2026-11-20T12:00:00Z");

export async function running(options: Partial<SimulatorOptions> = {}): Promise<Running> {
  const simulator = createSimulator({
    ...usualOptions,
    startAt: START,
    speed: 0,
    machines: 120,
    limited: false,
    ...options,
  });
  const url = await simulator.listen("127.0.0.1", 0);
  onTestFinished(() => simulator.close());

  const send: Running["send"] = async (method, path, body, headers) => {
    const response = await fetch(url + path, {
      method,
      headers: { authorization: "Bearer simulated-vast-key", ...headers },
      ...(body === undefined ? {} : { body: typeof body === "string" ? body : JSON.stringify(body) }),
    });
    const text = await response.text();
    return {
      status: response.status,
      text,
      as: <Body>() => JSON.parse(text) as Body,
    };
  };
  const offers: Running["offers"] = async (query = {}) =>
    (await send("POST", "/api/v0/bundles/", query)).as<{ offers: Row[] }>().offers;

  return {
    ...simulator,
    url,
    send,
    get: (path) => send("GET", path),
    offers,
    offer: async (query) => sure((await offers(query))[0]),
    pass: (seconds) => simulator.clock.advance(seconds * SECOND),
    untilSomeoneWaits: async () => {
      while (simulator.clock.waiting === 0) await new Promise((resolve) => setImmediate(resolve));
    },
  };
}
