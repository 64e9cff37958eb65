import { record } from "../events/record.ts";
import type { Ctx } from "../platform/context.ts";
import type { SavingState } from "./rules/saving.ts";
import { changeSaving, type SessionRow } from "./store/sessions.ts";

export interface SavingSeen {
  state: SavingState;
  /** What the command ended with; null while it runs, and where it was ended. */
  exitStatus: number | null;
}

/** Within a transaction: what became of what was to be saved. Told once each; what is over stays as it was. */
export async function noteSaving(
  ctx: Ctx,
  { id, accountId }: Pick<SessionRow, "id" | "accountId">,
  seen: SavingSeen,
): Promise<void> {
  if (!(await changeSaving(ctx, id, seen))) return;
  await record(ctx, { topic: "session.saving", subject: id, accountId, payload: seen });
}
