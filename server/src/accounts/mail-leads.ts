import type { Ctx } from "../platform/context.ts";
import type { Letter } from "../platform/mail.ts";
import { queueMail } from "./queue-mail.ts";
import { listLeads } from "./store/members.ts";

/** Puts a letter to each who answers for the account into the outbox, in the transaction at hand. */
export async function mailLeads(
  ctx: Ctx,
  accountId: string,
  mail: { letter: Letter; usefulUntil: Date },
): Promise<void> {
  for (const { email } of await listLeads(ctx, accountId)) await queueMail(ctx, { ...mail, to: email });
}
