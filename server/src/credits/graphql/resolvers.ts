import { GraphQLError } from "graphql";
import { Arg, Ctx, FieldResolver, Int, Mutation, Query, Resolver, Root, Subscription } from "type-graphql";
import { ViewerType } from "../../accounts/graphql/index.ts";
import { accountIdOf } from "../../accounts/index.ts";
import { Access } from "../../graphql/access.ts";
import type { GraphContext } from "../../graphql/context.ts";
import { FedBy, onlyThroughTheHub, Resync } from "../../graphql/feed.ts";
import { pageSize, Page, wrongCursor } from "../../graphql/paging.ts";
import {
  answer,
  IdempotencyKeyInUseType,
  IdempotencyKeyReusedType,
  InvalidInputType,
  NotFoundType,
  resultUnion,
} from "../../graphql/refusals.ts";
import { CursorScalar, DateTime, UsdScalar } from "../../graphql/scalars.ts";
import type { Position } from "../../values/cursor.ts";
import type { Usd } from "../../values/money.ts";
import { readKeyDay } from "../keep-to-ceiling.ts";
import { grantCredits } from "../grant-credits.ts";
import { carriedOver } from "../rules/lot-life.ts";
import { listLots, type LotRow } from "../store/lots.ts";
import { readCourse, readPeriod, readStanding, readStatement } from "../store/reading.ts";
import type { Kind } from "../store/tables.ts";
import { startTopUp } from "../top-up.ts";
import { creditsFeed } from "./feed.ts";
import { ownBillResolvers } from "./own-bills.ts";
import {
  CreditLotConnection,
  CreditLotType,
  CreditMovementEnum,
  CreditsExpiring,
  CreditsMoved,
  CreditsPointType,
  CreditsSnapshot,
  CreditsType,
  CreditsUpdate,
  GrantCreditsInput,
  PaymentNotOfferedType,
  StartTopUpInput,
  TopUpType,
  RolloverRuleType,
  StatementLineConnection,
  toLine,
} from "./types.ts";

const MOST_STEPS = 200;

const GrantCreditsResult = resultUnion(
  "GrantCreditsResult",
  CreditLotType,
  InvalidInputType,
  NotFoundType,
  IdempotencyKeyReusedType,
  IdempotencyKeyInUseType,
);

const StartTopUpResult = resultUnion(
  "StartTopUpResult",
  TopUpType,
  InvalidInputType,
  PaymentNotOfferedType,
  IdempotencyKeyReusedType,
  IdempotencyKeyInUseType,
);

@Resolver(() => CreditsType)
class CreditsFields {
  @FieldResolver(() => Boolean, {
    description: "Whether credit can be paid for here. Where not, those who run this Berth grant it.",
  })
  isForSale(@Ctx() ctx: GraphContext): boolean {
    return ctx.payments !== null;
  }
}

@Resolver(() => ViewerType)
class ViewerCredits {
  @FieldResolver(() => UsdScalar, {
    nullable: true,
    description:
      "What a key may still set aside on this day, in UTC; null for a person, and for a key without such a limit.",
  })
  async leftToday(@Ctx() ctx: GraphContext): Promise<Usd | null> {
    return (await readKeyDay(ctx, accountIdOf(ctx)))?.left ?? null;
  }
}

@Resolver()
class CreditsResolver {
  @Access("credits.read", "account")
  @Query(() => CreditsType, { description: "What the account has now, or had at a past instant." })
  credits(
    @Ctx() ctx: GraphContext,
    @Arg("asOf", () => DateTime, { nullable: true }) asOf: Date | null,
  ): Promise<CreditsType> {
    return readStanding(ctx, accountIdOf(ctx), asOf);
  }

  @Access("credits.read", "account")
  @Query(() => [CreditsPointType], {
    description: "How the account stood, at equal steps between two instants.",
  })
  creditsCourse(
    @Ctx() ctx: GraphContext,
    @Arg("from", () => DateTime) from: Date,
    @Arg("to", () => DateTime) to: Date,
    @Arg("steps", () => Int, { defaultValue: 60 }) steps: number,
  ): Promise<CreditsPointType[]> {
    if (steps < 1 || steps > MOST_STEPS || from >= to) {
      throw new GraphQLError(`from is before to, and steps is between 1 and ${MOST_STEPS}`, {
        extensions: { code: "BAD_USER_INPUT" },
      });
    }
    const span = to.getTime() - from.getTime();
    const instants = Array.from(
      { length: steps + 1 },
      (_, step) => new Date(from.getTime() + Math.round((span * step) / steps)),
    );
    return readCourse(ctx, accountIdOf(ctx), instants);
  }

  @Access("credits.read", "account")
  @Query(() => CreditLotConnection, { description: "What credit there is and was, what expires last first." })
  async creditLots(
    @Ctx() ctx: GraphContext,
    @Arg("open", () => Boolean, { nullable: true, description: "Only what is not yet used up or expired." })
    open: boolean | null,
    @Arg("first", () => Int, { defaultValue: 50 }) first: number,
    @Arg("after", () => String, { nullable: true }) after: string | null,
  ): Promise<CreditLotConnection> {
    const size = pageSize(first);
    const place = after == null ? null : readLotCursor(after);
    const rows = await listLots(ctx, accountIdOf(ctx), {
      open: open ?? false,
      after: place,
      limit: size + 1,
    });
    return new Page(rows, size, after, lotCursor);
  }

  @Access("credits.read", "account")
  @Query(() => StatementLineConnection, {
    description: "Every transaction of the ledger in a period, the newest first.",
  })
  async statement(
    @Ctx() ctx: GraphContext,
    @Arg("from", () => DateTime, { nullable: true }) from: Date | null,
    @Arg("to", () => DateTime, { nullable: true, description: "Up to and without it." }) to: Date | null,
    @Arg("kinds", () => [CreditMovementEnum], { nullable: true }) kinds: Kind[] | null,
    @Arg("first", () => Int, { defaultValue: 50 }) first: number,
    @Arg("after", () => String, { nullable: true }) after: string | null,
  ): Promise<StatementLineConnection> {
    const size = pageSize(first);
    const before = after == null ? null : readSeq(after);
    const accountId = accountIdOf(ctx);
    const liveCursor = await ctx.head();
    const { opening, closing } = await readPeriod(ctx, accountId, { from, to });
    const rows = await readStatement(ctx, accountId, {
      from,
      to,
      kinds: kinds?.length ? kinds : null,
      before,
      order: "newest",
      limit: size + 1,
    });
    const { edges, pageInfo } = new Page(rows, size, after, (line) => writeSeq(line.seq));
    const lines = edges.map(({ cursor, node }) => ({ cursor, node: toLine(node) }));
    return {
      edges: lines,
      nodes: lines.map(({ node }) => node),
      pageInfo,
      opening,
      closing,
      liveCursor,
    };
  }

  @Access("credits.grant")
  @Mutation(() => GrantCreditsResult, {
    description: "For those who run this Berth: gives an account credit, with a reason that stays.",
  })
  grantCredits(
    @Ctx() ctx: GraphContext,
    @Arg("input", () => GrantCreditsInput) input: GrantCreditsInput,
    @Arg("idempotencyKey", () => String, {
      description: "Yours to choose: with the same key it is done once.",
    })
    idempotencyKey: string,
  ) {
    return answer(grantCredits(ctx, input, idempotencyKey));
  }

  @Access("credits.topUp")
  @Mutation(() => StartTopUpResult, {
    description: "Opens a place to pay for credit; it is there once it is paid.",
  })
  startTopUp(
    @Ctx() ctx: GraphContext,
    @Arg("input", () => StartTopUpInput) input: StartTopUpInput,
    @Arg("idempotencyKey", () => String, {
      description: "Yours to choose: with the same key it is opened once.",
    })
    idempotencyKey: string,
  ) {
    return answer(startTopUp(ctx, ctx.payments, input, idempotencyKey));
  }

  @FedBy(creditsFeed)
  @Subscription(() => CreditsUpdate, {
    subscribe: onlyThroughTheHub,
    description: "Starts with a snapshot, or with what came after the cursor. No transaction is left out.",
  })
  creditsChanged(
    @Root() update: CreditsSnapshot | CreditsMoved | CreditsExpiring | Resync,
    @Arg("after", () => CursorScalar, { nullable: true }) _after: Position | null,
  ): typeof CreditsUpdate {
    return update;
  }
}

@Resolver(() => CreditLotType)
class CreditLotResolver {
  @FieldResolver(() => RolloverRuleType, { nullable: true, description: "Null when nothing rolls over." })
  rollover(@Root() lot: LotRow): RolloverRuleType | null {
    const { rolloverMin: min, rolloverMax: max, endedAt } = lot;
    return min === null || max === null || endedAt ? null : { min, max };
  }

  @FieldResolver(() => UsdScalar, { description: "What would roll over if it ended as it stands." })
  rollsOver(@Root() lot: LotRow): Usd {
    const rule = this.rollover(lot);
    return rule ? carriedOver(lot.available + lot.pending, rule) : 0n;
  }
}

export const creditResolvers = [
  CreditsResolver,
  CreditsFields,
  ViewerCredits,
  CreditLotResolver,
  ...ownBillResolvers,
] as const;

// ——— cursors ———

function writeSeq(seq: bigint): string {
  return Buffer.from(`s1.${seq.toString(36)}`).toString("base64url");
}

function readSeq(cursor: string): bigint {
  const match = /^s1\.([0-9a-z]{1,12})$/.exec(
    Buffer.from(cursor.slice(0, 40), "base64url").toString("latin1"),
  );
  if (!match?.[1]) throw wrongCursor();
  return [...match[1]].reduce((sum, digit) => sum * 36n + BigInt(Number.parseInt(digit, 36)), 0n);
}

function lotCursor(lot: LotRow): string {
  return Buffer.from(`l1.${lot.expiresAt.getTime()}.${lot.id}`).toString("base64url");
}

function readLotCursor(cursor: string): { expiresAt: Date; id: string } {
  const match = /^l1\.(\d{1,14})\.(lot_[0-9a-z]{26})$/.exec(
    Buffer.from(cursor.slice(0, 80), "base64url").toString("latin1"),
  );
  if (!match?.[1] || !match[2]) throw wrongCursor();
  return { expiresAt: new Date(Number(match[1])), id: match[2] };
}
