import type { Ctx } from "../platform/context.ts";
import { InvalidInput } from "../values/refusal.ts";
import { type Books, firstCharge, readBooks } from "./read-books.ts";
import type { CardMatch, MeteredSession } from "./read-metered.ts";
import { readWaterfalls, type Waterfalls } from "./read-waterfalls.ts";
import { type Cloud, clouds } from "./rules/clouds.ts";
import { add, between, eachCloud, type Figures, nothing } from "./compare.ts";
import { type Bucket, bucketsOf, nextOf, startOf } from "./rules/periods.ts";
import { project, type Projection } from "./rules/project.ts";

const LONGEST_MS = 3 * 366 * 86_400_000;

export interface Savings {
  from: Date;
  until: Date;
  total: Figures;
  sessions: number;
  history: { from: Date; until: Date; figures: Figures }[];
  byConsumer: Group[];
  byGpu: Group[];
  byProvider: Group[];
  matches: CardMatch[];
  waterfalls: Waterfalls;
}

export interface Group {
  name: string;
  figures: Figures;
}

/** From the first charge where no beginning is named, until now where no end is. */
export async function readSavings(
  ctx: Ctx,
  accountId: string,
  asked: { from: Date | null; until: Date | null; bucket: Bucket },
): Promise<Savings> {
  const now = ctx.now();
  if (asked.from && asked.from >= (asked.until ?? now))
    throw new InvalidInput("from", "A period begins before it ends, and not in the future.");
  const until = asked.until && asked.until < now ? asked.until : now;
  const books = await readBooks(ctx, accountId, asked.from, until);
  const from = asked.from ?? firstCharge(books) ?? until;
  if (until.getTime() - from.getTime() > LONGEST_MS)
    throw new InvalidInput("from", "Ask for three years at most.");
  const summary = summarise(books, from, until, asked.bucket);
  return { ...summary, waterfalls: await readWaterfalls(ctx, accountId, summary) };
}

/** Of what a period was read of, or of a part of it that is in whole days. */
function summarise(
  { days, parts, hasEdgeBefore, matchOf }: Books,
  from: Date,
  until: Date,
  bucket: Bucket,
): Omit<Savings, "waterfalls"> {
  const total = nothing();
  const history = bucketsOf(bucket, from, until).map((period) => ({ ...period, figures: nothing() }));
  const places = new Map(history.map((one) => [startOf(bucket, one.from).getTime(), one]));
  const groups = {
    consumer: new Map<string, Figures>(),
    gpu: new Map<string, Figures>(),
    provider: new Map<string, Figures>(),
  };
  const matches = new Set<CardMatch>();
  const ran = new Set<string>();
  const group = (row: Row, figures: Figures) => {
    add(total, figures);
    grow(groups.consumer, row.consumer ?? "", figures);
    grow(groups.gpu, [row.gpuModel, row.gpuSocket].filter(Boolean).join(" "), figures);
    grow(groups.provider, row.providerId, figures);
    for (const cloud of clouds) matches.add(matchOf(row)[cloud]);
  };
  for (const part of parts) {
    const { session, isCounted } = part;
    const since = part.from && part.from > from ? part.from : from;
    const to = part.until < until ? part.until : until;
    const figures = between(session, since, to);
    if (figures.paid === 0n && figures.gpuMs === 0n) continue;
    if (isCounted) ran.add(session.sessionId);
    group(session.row, figures);
    spread(session, figures, { from: since, until: to, bucket, places });
  }
  let counted = ran.size;
  const firstDay = startOf("day", from);
  for (const sum of days) {
    if (sum.day < firstDay || sum.day >= until) continue;
    counted += sum.begun;
    if (!hasEdgeBefore && sum.day.getTime() === firstDay.getTime()) counted += sum.carried;
    group(sum, sum.figures);
    const place = places.get(startOf(bucket, sum.day).getTime());
    if (place) add(place.figures, sum.figures);
  }
  return {
    from,
    until,
    total,
    sessions: counted,
    history,
    byConsumer: sorted(groups.consumer),
    byGpu: sorted(groups.gpu),
    byProvider: sorted(groups.provider),
    matches: [...matches],
  };
}

type Row = Pick<
  MeteredSession["row"],
  "consumer" | "providerId" | "gpuModel" | "gpuSocket" | "vramGb" | "kind"
>;

interface Spread {
  from: Date;
  until: Date;
  bucket: Bucket;
  places: Map<number, { from: Date; until: Date; figures: Figures }>;
}

/** Into the days, weeks or months that a session ran in, of which there are mostly one or two. */
function spread(session: MeteredSession, whole: Figures, { from, until, bucket, places }: Spread): void {
  const began = session.stretches[0]?.from ?? until;
  const open = session.stretches.some((stretch) => stretch.until === null);
  const ended = open ? until : (session.stretches.at(-1)?.until ?? until);
  const first = startOf(bucket, began < from ? from : began);
  const last = ended < until ? ended : until;
  if (nextOf(bucket, first) >= last) {
    const place = places.get(first.getTime());
    if (place) add(place.figures, whole);
    return;
  }
  for (let at = first; at < last; at = nextOf(bucket, at)) {
    const place = places.get(at.getTime());
    if (place) add(place.figures, between(session, place.from, place.until));
  }
}

function grow(groups: Map<string, Figures>, name: string, figures: Figures): void {
  let group = groups.get(name);
  if (!group) groups.set(name, (group = nothing()));
  add(group, figures);
}

function sorted(groups: Map<string, Figures>): Group[] {
  return [...groups]
    .map(([name, figures]) => ({ name, figures }))
    .toSorted((a, b) =>
      a.figures.paid === b.figures.paid
        ? a.name < b.name
          ? -1
          : 1
        : a.figures.paid < b.figures.paid
          ? 1
          : -1,
    );
}

const DAYS_BACK = 14;

export interface MonthProjection {
  until: Date;
  soFar: Figures;
  /** Null while too few days are over. */
  clouds: Record<Cloud, Projection | null>;
}

/** What the month will have saved, from the days that are over. */
export async function projectMonth(ctx: Ctx, accountId: string): Promise<MonthProjection> {
  const now = ctx.now();
  const month = startOf("month", now);
  const until = nextOf("month", month);
  const today = startOf("day", now);
  const back = new Date(today.getTime() - DAYS_BACK * 86_400_000);
  const from = back < month ? back : month;
  const books = await readBooks(ctx, accountId, from, now);
  const soFar = summarise(books, month, now, "month").total;
  const began = firstCharge(books);
  // Days before there was anything say nothing of how things go.
  const counted = began && startOf("day", began) > back ? startOf("day", began) : back;
  const days = began && counted < today ? summarise(books, counted, today, "day").history : [];
  return {
    until,
    soFar,
    clouds: eachCloud((cloud) =>
      project(
        soFar.clouds[cloud].reference - soFar.clouds[cloud].compared,
        days.map(({ figures }) => figures.clouds[cloud].reference - figures.clouds[cloud].compared),
        until.getTime() - now.getTime(),
      ),
    ),
  };
}
