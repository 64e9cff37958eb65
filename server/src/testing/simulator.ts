import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";

/** The market that stands in for the providers, run as the program it is. */
export interface Simulator {
  url: string;
  apiKey: string;
  /** Lets a mood strike the next so many calls. */
  strike(mood: string, next?: number, options?: object): Promise<void>;
  stop(): Promise<void>;
}

const MAIN = fileURLToPath(new URL("../../../simulator/src/main.ts", import.meta.url));
const API_KEY = "key-of-the-test";

export async function startSimulator(...flags: string[]): Promise<Simulator> {
  const child = spawn(
    process.execPath,
    [
      MAIN,
      "--port",
      "0",
      "--seed",
      "test",
      "--speed",
      "0",
      "--api-key",
      API_KEY,
      "--no-rate-limits",
      ...flags,
    ],
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
  return {
    url,
    apiKey: API_KEY,
    async strike(mood, next = 1, options = {}) {
      const response = await fetch(`${url}/control/moods/${mood}`, {
        method: "PUT",
        headers: { "content-type": "application/json" },
        body: JSON.stringify({ next, ...options }),
      });
      if (!response.ok) throw new Error(`mood ${mood}: ${response.status} ${await response.text()}`);
    },
    stop: () =>
      new Promise((resolve) => {
        child.once("exit", () => resolve());
        child.kill("SIGTERM");
      }),
  };
}
