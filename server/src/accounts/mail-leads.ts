import type { Ctx } from "../platform/context.ts";
import type { Letter } from "../platform/mail.ts";
import { queueMail } from "./queue-mail.ts";
import { listConfirmed, listLeads } from "./store/members.ts";

interface Mail {
  letter: Letter;
  usefulUntil: Date;
}

/** Puts a letter to each who answers for the account into the outbox, in the transaction at hand. */
export async function mailLeads(ctx: Ctx, accountId: string, mail: Mail): Promise<void> {
  for (const { email } of await listLeads(ctx, accountId)) await queueMail(ctx, { ...mail, to: email });
}

/** To whoever began something, while they are of the account; of what a key began, to those who answer for it. */
export async function mailWhoBegan(ctx: Ctx, accountId: string, by: string, mail: Mail): Promise<void> {
  const [person] = await listConfirmed(ctx, accountId, [by]);
  if (person) await queueMail(ctx, { ...mail, to: person.email });
  else await mailLeads(ctx, accountId, mail);
}
