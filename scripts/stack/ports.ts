import { findFreePort } from "../processes/ports.ts";
import type { Ports } from "./programs.ts";

const preferred: Ports = { console: 3000, api: 4000, simulator: 4100, slack: 4200, bot: 4300 };
const names: Record<keyof Ports, string> = {
  console: "console",
  api: "API",
  simulator: "simulator",
  slack: "Slack to try things in",
  bot: "Slack bot",
};

/** Ports for all programs, and a sentence for each that is not where one would look for it. */
export async function choosePorts(): Promise<{ ports: Ports; steppedAround: string[] }> {
  const promised = new Set<number>();
  const choose = async (name: keyof Ports) => {
    const port = await findFreePort(preferred[name], promised);
    promised.add(port);
    return port;
  };
  const ports = {
    console: await choose("console"),
    api: await choose("api"),
    simulator: await choose("simulator"),
    slack: await choose("slack"),
    bot: await choose("bot"),
  };
  const moved = (Object.keys(preferred) as (keyof Ports)[]).filter((name) => ports[name] !== preferred[name]);
  return { ports, steppedAround: moved.map((name) => sayStepped(names[name], preferred[name], ports[name])) };
}

export function sayStepped(name: string, wanted: number, port: number): string {
  return `Port ${wanted} was taken, so the ${name} is on ${port}.`;
}
