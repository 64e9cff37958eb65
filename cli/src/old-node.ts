import { Ended } from "./ended.ts";

/** The first that has a WebSocket of its own, which everything live goes over. */
const OLDEST_NODE = 22;

/** Before anything is asked for: what stops half-way may have spent already. */
export function refuseOldNode(version: string): void {
  if (Number.parseInt(version, 10) < OLDEST_NODE)
    throw new Ended("version", `berth needs Node ${OLDEST_NODE} or later, and this is ${version}.`);
}
