import type { Access } from "./sealed.ts";
import type { SessionRow } from "./store/sessions.ts";
import type { SessionWork } from "./work.ts";

/** What an agent must know: where Berth is, who it speaks for, and when its machine ends at the latest. */
export function agentEnv(
  { agentUrl }: Pick<SessionWork, "agentUrl">,
  session: Pick<SessionRow, "id" | "longestUntil" | "saveMinutes">,
  { agentToken }: Access,
  saveCommand: string | null,
): Record<string, string> {
  if (agentToken === null || !session.longestUntil)
    throw new Error(`no machine was asked for by ${session.id}`);
  return {
    BERTH_URL: agentUrl,
    BERTH_SESSION: session.id,
    BERTH_AGENT_TOKEN: agentToken,
    BERTH_DEADLINE: session.longestUntil.toISOString(),
    ...(saveCommand !== null &&
      session.saveMinutes !== null && {
        BERTH_DRAIN_HOOK: saveCommand,
        BERTH_SAVE_MINUTES: String(session.saveMinutes),
      }),
  };
}
