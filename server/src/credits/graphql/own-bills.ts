import { Arg, Ctx, Field, ID, Int, ObjectType, Query, Resolver } from "type-graphql";
import { accountIdOf } from "../../accounts/index.ts";
import { Access } from "../../graphql/access.ts";
import type { GraphContext } from "../../graphql/context.ts";
import { type Edge, PageInfo, pageSize, Page, wrongCursor } from "../../graphql/paging.ts";
import { DateTime, UsdScalar } from "../../graphql/scalars.ts";
import type { Usd } from "../../values/money.ts";
import { listBilled, type OwnBillLine, sumBilled } from "../store/own-bills.ts";

@ObjectType("OwnBill", {
  description:
    "What a provider bills to the team's own account there for one thing. It is no credit, and in no statement.",
})
export class OwnBillType {
  @Field(() => ID, { description: "Of what it is for." })
  purpose: string;

  @Field(() => UsdScalar, { description: "What it came to in the period, by what the provider lists." })
  amount: Usd;

  @Field(() => UsdScalar, { description: "What it was planned to come to at most, in all." })
  planned: Usd;

  @Field(() => DateTime)
  beganAt: Date;

  @Field(() => DateTime, { description: "So far is counted what came to be billed in the period." })
  billedUntil: Date;

  @Field(() => DateTime, { nullable: true, description: "When nothing more could come; null while it may." })
  closedAt: Date | null;
}

@ObjectType()
class OwnBillEdge implements Edge<OwnBillType> {
  @Field(() => String)
  cursor: string;

  @Field(() => OwnBillType)
  node: OwnBillType;
}

@ObjectType()
class OwnBillConnection {
  @Field(() => [OwnBillEdge])
  edges: OwnBillEdge[];

  @Field(() => [OwnBillType])
  nodes: OwnBillType[];

  @Field(() => PageInfo)
  pageInfo: PageInfo;

  @Field(() => UsdScalar, {
    description: "All of the period, to the micro-dollar, whatever is on this page.",
  })
  total: Usd;
}

@Resolver()
class OwnBillsResolver {
  @Access("credits.read", "account")
  @Query(() => OwnBillConnection, {
    description:
      "What providers bill to the team's own accounts there in a period, the latest begun first. It is beside the ledger: no balance and no statement has it.",
  })
  async ownBills(
    @Ctx() ctx: GraphContext,
    @Arg("from", () => DateTime, { nullable: true }) from: Date | null,
    @Arg("to", () => DateTime, { nullable: true, description: "Up to and without it." }) to: Date | null,
    @Arg("first", () => Int, { defaultValue: 50 }) first: number,
    @Arg("after", () => String, { nullable: true }) after: string | null,
  ): Promise<OwnBillConnection> {
    const size = pageSize(first);
    const accountId = accountIdOf(ctx);
    const place = after == null ? null : readPlace(after);
    const rows = await listBilled(ctx, accountId, { from, to, after: place, limit: size + 1 });
    const total = await sumBilled(ctx, accountId, { from, to });
    return Object.assign(new Page(rows, size, after, writePlace), { total });
  }
}

export const ownBillResolvers = [OwnBillsResolver] as const;

function writePlace({ beganAt, purpose }: OwnBillLine): string {
  return Buffer.from(`o1.${beganAt.getTime()}.${purpose}`).toString("base64url");
}

function readPlace(cursor: string): { beganAt: Date; purpose: string } {
  const match = /^o1\.(\d{1,14})\.(\w{1,40})$/.exec(
    Buffer.from(cursor.slice(0, 100), "base64url").toString("latin1"),
  );
  if (match?.[1] && match[2]) return { beganAt: new Date(Number(match[1])), purpose: match[2] };
  throw wrongCursor();
}
