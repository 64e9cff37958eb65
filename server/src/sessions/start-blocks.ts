import { record } from "../events/record.ts";
import { type Ctx, inTransaction } from "../platform/context.ts";
import type { Usd } from "../values/money.ts";
import { StartsBlocked } from "./refusals.ts";
import { isOver } from "./rules/lifecycle.ts";
import {
  deleteBlock,
  findBlock,
  lockBlocks,
  type StartBlock,
  type StartOf,
  writeBlock,
} from "./store/start-blocks.ts";
import { changeSession, lockAnySession } from "./store/sessions.ts";

// Whoever watches what is spent may keep an account from beginning more. A block is a row, and a start reads
// it in its own transaction: one that begins after a block was written meets it, in whichever process.

/** Within a transaction: from its end on, until the block's, nothing of this kind begins. */
export async function blockStarts(ctx: Ctx, block: StartBlock): Promise<void> {
  await lockBlocks(ctx, block.accountId, "alone");
  await writeBlock(ctx, block);
}

/** Within a transaction. Also where there is none. */
export async function unblockStarts(ctx: Ctx, accountId: string, by: string): Promise<void> {
  await lockBlocks(ctx, accountId, "alone");
  await deleteBlock(ctx, accountId, by);
}

/**
 * How a start stands to a block that asks first: it was approved of, it can be kept until it is, or neither, which is
 * what nobody waits for.
 */
export type Approval = "given" | "may wait" | "none";

/** What is kept while it waits: see keep-request.ts. */
export interface ToApprove {
  said: string;
  consumer: string | null;
  /** The most that it may cost. */
  most: Usd;
}

/** Met within a transaction, which it unwinds; whoever began that writes the request down. */
export class NeedsApproval extends Error {
  readonly block: StartBlock;
  readonly what: ToApprove;
  constructor(block: StartBlock, what: ToApprove) {
    super(block.message);
    this.block = block;
    this.what = what;
  }
}

/** Within the transaction that begins or extends something, which keeps blocks from being written until it ends. */
export async function refuseBlocked(
  ctx: Ctx,
  accountId: string,
  start: StartOf,
  asked: { approval: Approval; what: ToApprove } | null = null,
): Promise<void> {
  const block = await findBlock(ctx, accountId, start);
  if (!block || (block.asksFirst && asked?.approval === "given")) return;
  if (block.asksFirst && asked?.approval === "may wait") throw new NeedsApproval(block, asked.what);
  throw new StartsBlocked(block.message, block.by, block.until);
}

/** Ends a session because a budget is spent. One whose reservation is paid for costs nothing more, and is left. */
export async function endForBudget(ctx: Ctx, sessionId: string): Promise<boolean> {
  return inTransaction(ctx, async (ctx) => {
    const session = await lockAnySession(ctx, sessionId);
    if (!session || session.prepaid || session.endAsked) return false;
    if (session.state === "stopping" || isOver(session.state)) return false;
    await changeSession(ctx, sessionId, { endAsked: "budget-spent" });
    const { accountId } = session;
    await record(ctx, {
      topic: "session.end-asked",
      subject: sessionId,
      accountId,
      payload: { why: "budget-spent" },
    });
    return true;
  });
}
