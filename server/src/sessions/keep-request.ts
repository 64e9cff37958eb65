import { sayUtc } from "../values/utc.ts";
import { createHash } from "node:crypto";
import { deserialize, serialize } from "node:v8";
import { mailLeads } from "../accounts/index.ts";
import { record } from "../events/record.ts";
import { type Ctx, inTransaction } from "../platform/context.ts";
import { inOneWay } from "../platform/idempotency/idempotency.ts";
import { actorName } from "../values/actor.ts";
import { formatUsd, sayUsd } from "../values/money.ts";
import { IdempotencyKeyReused } from "../values/refusal.ts";
import { accountOf, userOf } from "./account-of.ts";
import { ApprovalRequired, StartsBlocked } from "./refusals.ts";
import { NeedsApproval } from "./start-blocks.ts";
import {
  countPending,
  findRequestOfKey,
  insertRequest,
  type StartRequest,
  stateAt,
} from "./store/start-requests.ts";

// Where a budget wants to be asked first, a start is not refused but kept: written down with its idempotency key, and
// answered with a refusal that says so. Asked again under the key it is the same request; approved of, it begins under
// the key, so that whoever asks once more is answered with what began.

/** Long enough for a night and for somebody to come back from lunch. */
const KEPT_MS = 24 * 3_600_000;
const MOST_PENDING = 50;

export interface Kept {
  kind: StartRequest["kind"];
  input: unknown;
  key: string;
}

/** Does it; or keeps it, where it takes approval, and says so. */
export async function keepWhileItWaits<T>(ctx: Ctx, asked: Kept, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof NeedsApproval) throw await keep(ctx, asked, error);
    throw error;
  }
}

async function keep(ctx: Ctx, asked: Kept, { block, what }: NeedsApproval): Promise<Error> {
  const accountId = accountOf(ctx);
  const now = ctx.now();
  const keyHash = hashOf(asked.key);
  return inTransaction(ctx, async (ctx) => {
    const before = await findRequestOfKey(ctx, accountId, keyHash);
    if (before) return sayKept(ctx, before, asked);
    if ((await countPending(ctx, accountId)) >= MOST_PENDING)
      return new StartsBlocked("So many wait for approval that no more can.", block.by, block.until);
    const id = ctx.newId("srq");
    const made = await insertRequest(ctx, {
      id,
      accountId,
      kind: asked.kind,
      said: what.said,
      consumer: what.consumer,
      mostMicros: what.most,
      blockedBy: block.by,
      askedBy: userOf(ctx),
      askedByName: actorName(ctx.actor),
      askedAt: now,
      lapsesAt: new Date(Math.min(now.getTime() + KEPT_MS, block.until.getTime())),
      keyHash,
      sealed: ctx.seal.close(serialize({ input: asked.input, key: asked.key }).toString("base64"), about(id)),
      state: "pending",
    });
    // A twin was faster.
    if (!made) {
      const twin = await findRequestOfKey(ctx, accountId, keyHash);
      if (!twin) throw new Error("a request that is there cannot be read");
      return sayKept(ctx, twin, asked);
    }
    await record(ctx, {
      topic: "start-request.changed",
      subject: id,
      accountId,
      payload: {
        what: "asked",
        said: made.said,
        most: formatUsd(made.mostMicros),
        because: null,
        begunId: null,
      },
    });
    await mailLeads(ctx, accountId, { letter: letterOf(made, block.message), usefulUntil: made.lapsesAt });
    return sayKept(ctx, made, asked);
  });
}

function sayKept(ctx: Ctx, request: StartRequest, asked: Kept): Error {
  const { input } = openRequest(ctx, request);
  if (inOneWay(input) !== inOneWay(asked.input) || request.kind !== asked.kind)
    return new IdempotencyKeyReused();
  const state = stateAt(request, ctx.now());
  const { id, lapsesAt, decidedBy, because } = request;
  const says = {
    pending: `This takes approval, and is kept until ${sayUtc(lapsesAt)}: it begins as soon as somebody approves of it.`,
    lapsed: "This took approval, and nobody decided in time. Ask again.",
    declined: `${decidedBy ?? "Somebody"} declined this${because ? `: ${because}` : "."}`,
    failed: `This was approved of, and could not begin: ${because ?? "nobody knows why."}`,
    begun: "This was approved of, and has begun.",
  }[state];
  return new ApprovalRequired(says, id, state, lapsesAt);
}

export function openRequest(
  { seal }: Pick<Ctx, "seal">,
  { id, sealed }: StartRequest,
): { input: unknown; key: string } {
  const opened = seal.open(sealed, about(id));
  if (opened === null) throw new Error(`the request ${id} was sealed under another secret`);
  return deserialize(Buffer.from(opened, "base64")) as { input: unknown; key: string };
}

const about = (id: string) => `start request ${id}`;

function letterOf({ askedByName, said, consumer, mostMicros, lapsesAt }: StartRequest, why: string) {
  return {
    subject: `${askedByName} asks for approval: ${said}`,
    paragraphs: [
      `${askedByName} wants to begin ${said}${consumer ? ` for ${consumer}` : ""}, for at most ${sayUsd(mostMicros)}.`,
      why,
      `Approve of it, and it begins at once; decline it, and nothing happens. It is kept until ${sayUtc(lapsesAt)}.`,
    ],
    button: { label: "Decide", href: "/budgets" },
  };
}

function hashOf(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}
