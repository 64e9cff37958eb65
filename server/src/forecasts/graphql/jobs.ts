import { Arg, Ctx, ID, Int, Mutation, Query, Resolver, Root, Subscription } from "type-graphql";
import { readEnds } from "../../events/replay.ts";
import { Access } from "../../graphql/access.ts";
import type { GraphContext } from "../../graphql/context.ts";
import { type Feed, FedBy, onlyThroughTheHub, type Resync } from "../../graphql/feed.ts";
import { pageSize, Page, wrongCursor } from "../../graphql/paging.ts";
import { answer } from "../../graphql/refusals.ts";
import { CursorScalar } from "../../graphql/scalars.ts";
import type { Position } from "../../values/cursor.ts";
import { setUpOf } from "../../sessions/graphql/index.ts";
import { cancelFlexibleJob } from "../cancel-flexible-job.ts";
import { regretOf } from "../rules/regret.ts";
import { scheduleFlexibleJob } from "../schedule-flexible-job.ts";
import { findJob, type JobRow, listJobs, readJobs, readLooks } from "../store/flexible-jobs.ts";
import {
  CancelFlexibleJobResult,
  FlexibleJobConnection,
  FlexibleJobsDelta,
  FlexibleJobsSnapshot,
  FlexibleJobsUpdate,
  FlexibleJobType,
  ScheduleFlexibleJobInput,
  ScheduleFlexibleJobResult,
} from "./job-types.ts";

const KEY = "Yours to choose: with the same key it is done once.";
const MOST = 50;

/** State: whoever was away is told how each stands now. */
const jobsFeed: Feed = {
  sharing: "account",
  action: "flexibleJobs.read",
  topics: ["flexible-job.changed"],
  async start(ctx, _args, at) {
    const jobs = await toJobs(ctx, await listJobs(ctx, { after: null, limit: MOST }));
    return Object.assign(new FlexibleJobsSnapshot(), { cursor: at, jobs });
  },
  async updates(ctx, _args, events) {
    const last = events.at(-1);
    const ids = [...new Set(events.flatMap(({ subject }) => subject ?? []))];
    if (!last || ids.length === 0) return [];
    const changed = await toJobs(ctx, await readJobs(ctx, ids));
    return [Object.assign(new FlexibleJobsDelta(), { cursor: last.position, changed })];
  },
};

@Resolver()
export class FlexibleJobResolver {
  @Access("flexibleJobs.read", "account")
  @Query(() => FlexibleJobConnection, { description: "The account's standing orders, the newest first." })
  async flexibleJobs(
    @Ctx() ctx: GraphContext,
    @Arg("first", () => Int, { defaultValue: 20 }) first: number,
    @Arg("after", () => String, { nullable: true }) after: string | null,
  ): Promise<FlexibleJobConnection> {
    const size = pageSize(first);
    const { head } = await readEnds(ctx.sql);
    const rows = await listJobs(ctx, { after: after == null ? null : readPlace(after), limit: size + 1 });
    const page = new Page(await toJobs(ctx, rows), size, after, writePlace);
    return Object.assign(page, { liveCursor: head });
  }

  @Access("flexibleJobs.read", "account")
  @Query(() => FlexibleJobType, { nullable: true })
  async flexibleJob(
    @Ctx() ctx: GraphContext,
    @Arg("id", () => ID) id: string,
  ): Promise<FlexibleJobType | null> {
    const row = await findJob(ctx, id);
    return row ? toJob(ctx, row) : null;
  }

  @Access("flexibleJobs.write")
  @Mutation(() => ScheduleFlexibleJobResult, {
    description:
      "Sets its budget aside, and from then on decides each hour whether to start or to wait: never past its freeze time, never above its cap.",
  })
  scheduleFlexibleJob(
    @Ctx() ctx: GraphContext,
    @Arg("input", () => ScheduleFlexibleJobInput) input: ScheduleFlexibleJobInput,
    @Arg("idempotencyKey", () => String, { description: KEY }) idempotencyKey: string,
  ) {
    const { deadlineAt: deadline, ...more } = input;
    const wanted = { ...more, deadline };
    return answer(
      scheduleFlexibleJob(ctx, wanted, idempotencyKey).then(async ({ reply, replayed }) => ({
        job: await toJob(ctx, reply),
        replayed,
      })),
    );
  }

  @Access("flexibleJobs.write")
  @Mutation(() => CancelFlexibleJobResult, {
    description: "Ends one that waits, and gives its budget back. Asking again changes nothing.",
  })
  cancelFlexibleJob(@Ctx() ctx: GraphContext, @Arg("flexibleJobId", () => ID) flexibleJobId: string) {
    return answer(cancelFlexibleJob(ctx, flexibleJobId).then((row) => toJob(ctx, row)));
  }

  @FedBy(jobsFeed)
  @Subscription(() => FlexibleJobsUpdate, {
    subscribe: onlyThroughTheHub,
    description: "Starts with a snapshot, or with what came after the cursor.",
  })
  flexibleJobChanged(
    @Root() update: FlexibleJobsSnapshot | FlexibleJobsDelta | Resync,
    @Arg("after", () => CursorScalar, { nullable: true }) _after: Position | null,
  ): typeof FlexibleJobsUpdate {
    return update;
  }
}

async function toJob(ctx: GraphContext, row: JobRow): Promise<FlexibleJobType> {
  const [job] = await toJobs(ctx, [row]);
  if (!job) throw new Error("a job has one shape");
  return job;
}

async function toJobs(ctx: GraphContext, rows: readonly JobRow[]): Promise<FlexibleJobType[]> {
  const all = Map.groupBy(
    await readLooks(
      ctx,
      rows.map(({ id }) => id),
    ),
    ({ jobId }) => jobId,
  );
  return rows.map((row) => {
    const looks = all.get(row.id) ?? [];
    const isOver = row.state === "started" && row.freezeAt <= ctx.now();
    return Object.assign(new FlexibleJobType(), {
      ...row,
      deadlineAt: row.deadline,
      setUp: setUpOf(ctx, row),
      looks: looks.map(({ hour: at, pricePerHour, decision, because }) => ({
        at,
        pricePerHour,
        decision,
        because,
      })),
      regret: isOver ? regretOf(row, looks) : null,
    });
  });
}

function writePlace({ createdAt, id }: FlexibleJobType): string {
  return Buffer.from(`f1.${createdAt.getTime()}.${id}`).toString("base64url");
}

function readPlace(cursor: string): { createdAt: Date; id: string } {
  const match = /^f1\.(\d{1,14})\.(flx_[0-9a-z]{26})$/.exec(
    Buffer.from(cursor.slice(0, 80), "base64url").toString("latin1"),
  );
  if (match?.[1] && match[2]) return { createdAt: new Date(Number(match[1])), id: match[2] };
  throw wrongCursor();
}
