import type { Access } from "./sealed.ts";
import type { SessionRow } from "./store/sessions.ts";
import type { SessionWork } from "./work.ts";

/** What an agent must know: where Berth is, who it speaks for, and when its machine ends at the latest. */
export function agentEnv(
  { agentUrl }: Pick<SessionWork, "agentUrl">,
  session: Pick<SessionRow, "id" | "longestUntil">,
  { agentToken }: Access,
): Record<string, string> {
  if (agentToken === null || !session.longestUntil)
    throw new Error(`no machine was asked for by ${session.id}`);
  return {
    BERTH_URL: agentUrl,
    BERTH_SESSION: session.id,
    BERTH_AGENT_TOKEN: agentToken,
    BERTH_DEADLINE: session.longestUntil.toISOString(),
  };
}
