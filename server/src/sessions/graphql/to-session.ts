import type { SessionRow } from "../store/sessions.ts";
import type { SessionType } from "./types.ts";

export type SessionNode = SessionType & { row: SessionRow };

/** What of a row is for readers; what is sealed or hashed stays in the row. */
export function toSession(row: SessionRow): SessionNode {
  const { holdId: _hold, heldMicros, endAsked, ...rest } = row;
  return { ...rest, held: heldMicros, isEnding: endAsked !== null || row.state === "stopping", row };
}
