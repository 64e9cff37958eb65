import DataLoader from "dataloader";
import { Authorized, Ctx, FieldResolver, Resolver, Root } from "type-graphql";
import { ActivityEntryType } from "../../accounts/graphql/index.ts";
import { OwnBillType } from "../../credits/graphql/index.ts";
import { type GraphContext, loader } from "../../graphql/context.ts";
import { cloudName } from "../../providers/clouds.ts";
import { accountOf } from "../account-of.ts";
import { listMachinesOf } from "../store/machines.ts";
import { readSessions } from "../store/sessions.ts";
import { type SessionNode, toSession } from "./to-session.ts";
import { SessionType } from "./types.ts";

@Resolver(() => ActivityEntryType)
export class ActivitySession {
  @Authorized("sessions.read")
  @FieldResolver(() => SessionType, {
    nullable: true,
    description: "The session that it is about, as it is now.",
  })
  async session(
    @Root() { subject }: ActivityEntryType,
    @Ctx() ctx: GraphContext,
  ): Promise<SessionNode | null> {
    return subject?.startsWith("ses_") ? loader(ctx, sessionsLoader).load(subject) : null;
  }
}

@Resolver(() => OwnBillType)
export class OwnBillSession {
  @Authorized("sessions.read")
  @FieldResolver(() => SessionType, { nullable: true, description: "What it is for." })
  async session(@Root() { purpose }: OwnBillType, @Ctx() ctx: GraphContext): Promise<SessionNode | null> {
    return loader(ctx, sessionsLoader).load(purpose);
  }

  @FieldResolver(() => String, {
    nullable: true,
    description: "What people call the provider that bills it.",
  })
  async providerName(@Root() { purpose }: OwnBillType, @Ctx() ctx: GraphContext): Promise<string | null> {
    const providerId = await loader(ctx, providersLoader).load(purpose);
    return providerId && cloudName(providerId);
  }
}

/** Whichever had its last machine: only a machine that was ready is billed, and after one there is no other. */
function providersLoader(ctx: GraphContext): DataLoader<string, string | null> {
  return new DataLoader(async (ids) => {
    const machines = await listMachinesOf(ctx, ids);
    return ids.map((id) => machines.findLast(({ sessionId }) => sessionId === id)?.providerId ?? null);
  });
}

function sessionsLoader(ctx: GraphContext): DataLoader<string, SessionNode | null> {
  return new DataLoader(async (ids) => {
    const rows = await readSessions(ctx, accountOf(ctx), ids);
    return ids.map((id) => {
      const row = rows.find((row) => row.id === id);
      return row ? toSession(row) : null;
    });
  });
}
