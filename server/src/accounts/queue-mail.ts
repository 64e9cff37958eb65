import type { Ctx } from "../platform/context.ts";
import type { Letter } from "../platform/mail.ts";
import type { Seal } from "../platform/seal.ts";
import { insertMail } from "./store/mails.ts";

/**
 * Puts a letter into the outbox, in the transaction at hand: it goes out if and only if that
 * commits, and whoever asked waits for no mail server. A letter that lets its reader in is sealed.
 */
export async function queueMail(
  ctx: Ctx,
  mail: { to: string; letter: Letter; usefulUntil: Date },
  seal?: Seal,
): Promise<void> {
  const id = ctx.newId("mail");
  const content = JSON.stringify(mail.letter);
  await insertMail(ctx, {
    id,
    recipient: mail.to,
    content: seal ? seal.close(content, id) : content,
    sealed: seal !== undefined,
    usefulUntil: mail.usefulUntil,
  });
}
