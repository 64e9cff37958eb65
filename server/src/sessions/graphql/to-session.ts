import { isOver } from "../rules/lifecycle.ts";
import type { SessionRow } from "../store/sessions.ts";
import type { SessionType } from "./types.ts";

export type SessionNode = SessionType & { row: SessionRow };

/** What of a row is for readers; what is sealed or hashed stays in the row. */
export function toSession(row: SessionRow): SessionNode {
  const { holdId: _hold, heldMicros, endAsked, ...rest } = row;
  // What was held for it is free again once it is over.
  const held = isOver(row.state) ? 0n : heldMicros;
  return { ...rest, held, isEnding: endAsked !== null || row.state === "stopping", row };
}
