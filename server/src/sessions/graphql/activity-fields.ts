import DataLoader from "dataloader";
import { Authorized, Ctx, FieldResolver, Resolver, Root } from "type-graphql";
import { ActivityEntryType } from "../../accounts/graphql/index.ts";
import { type GraphContext, loader } from "../../graphql/context.ts";
import { accountOf } from "../account-of.ts";
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

function sessionsLoader(ctx: GraphContext): DataLoader<string, SessionNode | null> {
  return new DataLoader(async (ids) => {
    const rows = await readSessions(ctx, accountOf(ctx), ids);
    return ids.map((id) => {
      const row = rows.find((row) => row.id === id);
      return row ? toSession(row) : null;
    });
  });
}
