import type { Ctx } from "../platform/context.ts";
import { codeOf, type Letter, MailRefused, type MailTransport } from "../platform/mail.ts";
import type { Seal } from "../platform/seal.ts";
import {
  deleteFailedBefore,
  deleteMail,
  type MailRow,
  markFailed,
  noteFailedTry,
  takeDueMails,
} from "./store/mails.ts";

// As many as the transport has connections: each is under way at once, and none waits in a queue
// while its time as ours runs out.
const AT_ONCE = 5;
const FAILED_KEPT_MS = 30 * 24 * 60 * 60 * 1000;

/**
 * Sends what is due. A letter leaves the outbox only once a mail server has it, so one may go out
 * twice, when this process dies in between, and none is lost. Says how many went out.
 */
export async function deliverMails(
  ctx: Ctx,
  transport: MailTransport,
  seal: Seal,
  signal?: AbortSignal,
): Promise<number> {
  let delivered = 0;
  for (let more = true; more;) {
    const taken = await takeDueMails(ctx, AT_ONCE);
    const sent = await Promise.all(taken.map((row) => deliver(ctx, row, transport, seal)));
    delivered += sent.filter(Boolean).length;
    more = taken.length === AT_ONCE && signal?.aborted !== true;
  }
  await deleteFailedBefore(ctx, new Date(ctx.now().getTime() - FAILED_KEPT_MS));
  return delivered;
}

async function deliver(ctx: Ctx, row: MailRow, transport: MailTransport, seal: Seal): Promise<boolean> {
  if (row.usefulUntil <= ctx.now()) return giveUp(ctx, row, `late; last: ${row.failure ?? "not tried"}`);
  const letter = open(row, seal);
  if (!letter) return giveUp(ctx, row, "sealed under another secret");
  try {
    await transport.send({ id: row.id, to: row.recipient, letter });
  } catch (error) {
    if (error instanceof MailRefused) return giveUp(ctx, row, error.message);
    const failure = codeOf(error);
    await noteFailedTry(ctx, row.id, failure);
    ctx.log.warn(
      { mail: row.id, attempts: row.attempts, failure },
      "a letter could not be sent; it will be tried again",
    );
    return false;
  }
  await deleteMail(ctx, row.id);
  return true;
}

function open(row: MailRow, seal: Seal): Letter | null {
  const content = row.sealed && row.content ? seal.open(row.content, row.id) : row.content;
  return content ? (JSON.parse(content) as Letter) : null;
}

async function giveUp(ctx: Ctx, row: MailRow, failure: string): Promise<false> {
  await markFailed(ctx, row.id, failure);
  ctx.log.error({ mail: row.id, attempts: row.attempts, failure }, "a letter was given up");
  return false;
}
