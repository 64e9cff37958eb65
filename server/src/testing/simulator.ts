import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";

/** The market that stands in for the providers, run as the program it is. */
export interface Simulator {
  url: string;
  apiKey: string;
  /** Lets a mood strike the next so many calls. */
  strike(mood: string, next?: number, options?: object): Promise<void>;
  /** Sets a mood to strike whenever it can, until all is calm again. */
  mood(mood: string, options?: object): Promise<void>;
  calm(): Promise<void>;
  /** Moves the clock. */
  pass(seconds: number): Promise<void>;
  /** Another call behind the curtain. */
  control<T>(method: string, path: string, body?: object): Promise<T>;
  /** What truly stands there, whatever the provider says of it. */
  contracts(): Promise<TrueContract[]>;
  stop(): Promise<void>;
}

export interface TrueContract {
  id: number;
  provider: string;
  label: string | null;
  phase: string;
  gpuMicrosPerHour: number;
  sshKeys: { text: string; arrivesAt: number | null }[];
}

const MAIN = fileURLToPath(new URL("../../../simulator/src/main.ts", import.meta.url));
const API_KEY = "key-of-the-test";

/** One that does not mind how fast it is asked. */
export function startSimulator(...flags: string[]): Promise<Simulator> {
  return startStrictSimulator("--no-rate-limits", ...flags);
}

/** One that demands the distance between calls that the providers demand. */
export async function startStrictSimulator(...flags: string[]): Promise<Simulator> {
  const child = spawn(
    process.execPath,
    [MAIN, "--port", "0", "--seed", "test", "--speed", "0", "--api-key", API_KEY, ...flags],
    { stdio: ["ignore", "pipe", "inherit"] },
  );
  const url = await new Promise<string>((resolve, reject) => {
    let said = "";
    child.stdout.on("data", (data: Buffer) => {
      said += data.toString();
      const address = /http:\/\/127\.0\.0\.1:\d+/.exec(said);
      if (address) resolve(address[0]);
    });
    child.once("exit", (code) => reject(new Error(`the simulator ended with ${code}: ${said}`)));
  });
  async function control<T>(method: string, path: string, body?: object): Promise<T> {
    const response = await fetch(`${url}/control/${path}`, {
      method,
      ...(body && { headers: { "content-type": "application/json" }, body: JSON.stringify(body) }),
    });
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`);
    return (await response.json()) as T;
  }
  return {
    url,
    apiKey: API_KEY,
    control,
    strike: (mood, next = 1, options = {}) => control("PUT", `moods/${mood}`, { next, ...options }),
    mood: (mood, options = {}) => control("PUT", `moods/${mood}`, { probability: 1, ...options }),
    calm: () => control("DELETE", "moods"),
    pass: (seconds) => control("POST", "clock", { advanceSeconds: seconds }),
    contracts: async () => (await control<{ contracts: TrueContract[] }>("GET", "state")).contracts,
    stop: () =>
      new Promise((resolve) => {
        child.once("exit", () => resolve());
        child.kill("SIGTERM");
      }),
  };
}
