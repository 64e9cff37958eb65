import { decimal, micros } from "@berth/client-sdk/money";
import { reservationWords } from "@berth/client-sdk/words";
import type { Command } from "commander";
import {
  CancelReservationDocument,
  CreateReservationDocument,
  HandBackPriceDocument,
  HandBackReservationDocument,
  isRefused,
  MovePriceDocument,
  MoveReservationDocument,
  type PricedFragment,
  ReservationDocument,
  type ReservationPartsFragment,
  ReservationPriceDocument,
  ReservationsDocument,
  type ReservationState,
} from "@berth/client-sdk";
import { Ended, refused } from "../ended.ts";
import { publicKeyFor } from "../kept/key-pair.ts";
import { whole } from "../kept/settings.ts";
import type { Run } from "../run.ts";
import { readSpendable, spendableFacts } from "../spendable.ts";
import { facts, table } from "../terminal/table.ts";
import { span } from "../terminal/time.ts";
import { doing, examples, spending, spendOnce, type SpendingOptions } from "./command.ts";
import { findTemplate } from "./session-templates.ts";
import { addLaterOptions, type LaterOptions, machineOf } from "./set-up.ts";

interface Window {
  from: string;
  until?: string;
  hours?: number;
}
interface Wish extends Window {
  gpus?: number;
  pool?: string;
  region?: string;
}
interface Booking extends Wish, LaterOptions, SpendingOptions {
  label?: string;
  consumer?: string;
  template?: string;
  publicKey?: string;
}

const WHICH = "its id";
const notOver: ReservationState[] = ["HELD", "CONFIRMED", "ACTIVE"];
const count = whole(1, 64);

export function addReserve(program: Command): void {
  const reserve = program.command("reserve").description("GPUs ahead of time, at a price that is kept");

  const quote = wishing(
    reserve
      .command("quote")
      .description("what it would cost, line by line; nothing is kept")
      .argument("[gpu]", "such as H100; or name a pool with --pool"),
  );
  examples(quote, "berth reserve quote A100 --gpus 2 --from +5h --hours 3");
  doing<Wish>(quote, showQuote);

  const create = wishing(reserve.command("create").description("book it").argument("[gpu]", "such as H100"))
    .option("--label <text>", "what it is for")
    .option("--consumer <name>", "whom its cost is put down to")
    .option("--public-key <file>", "the public key that is let in")
    .option("--template <name>", "set its machines up as this template says, where nothing else is said");
  spending(addLaterOptions(create));
  examples(
    create,
    "berth reserve create A100 --from +5h --hours 3 --dry-run",
    "berth reserve create A100 --from +5h --hours 3 --template training --dry-run",
  );
  doing<Booking>(create, book);

  const list = reserve
    .command("list", { isDefault: true })
    .description("bookings, the latest start first")
    .option("--all", "also those that are over");
  examples(list, "berth reserve list", "berth reserve list --all --json");
  doing<{ all?: boolean }>(list, showReservations);

  const move = windowed(
    reserve.command("move").description("have it at another time").argument("<id>", WHICH),
  );
  spending(move);
  examples(move, 'berth reserve move res_… --from "2026-12-02 09:00" --hours 3 --dry-run');
  doing<Window & SpendingOptions>(move, moveIt);

  const cancel = reserve
    .command("cancel")
    .description("give all of it back before it begins")
    .argument("<id>", WHICH);
  spending(cancel);
  examples(cancel, "berth reserve cancel res_… --dry-run");
  doing<SpendingOptions>(cancel, cancelIt);

  const handBack = reserve
    .command("hand-back")
    .description("give some of what is left of it back")
    .argument("<id>", WHICH)
    .option("--gpus <count>", "how many; all when left out", count)
    .option("--from <time>", "from when on; the next quarter of an hour when left out")
    .option("--to <time>", "until when; its end when left out");
  spending(handBack);
  examples(handBack, "berth reserve hand-back res_… --gpus 1 --dry-run");
  doing<{ gpus?: number; from?: string; to?: string } & SpendingOptions>(handBack, handBackSome);
}

function windowed(command: Command): Command {
  return command
    .requiredOption("--from <time>", 'such as +2h, "2026-12-01 09:00", 2026-12-01T08:00:00Z')
    .option("--until <time>", "its end")
    .option("--hours <hours>", "how long, in place of an end", whole(1, 24 * 30));
}

function wishing(command: Command): Command {
  return windowed(command)
    .option("--gpus <count>", "how many GPUs", count)
    .option("--pool <id>", "a pool by its id, in place of a GPU")
    .option("--region <region>", "where");
}

async function windowOf(
  run: Run,
  { from, until, hours }: Window,
): Promise<{ startsAt: string; endsAt: string }> {
  const startsAt = await run.instant(from);
  if (!until && !hours) throw new Ended("usage", "Say how long: --hours 3, or --until and a time.");
  const endsAt = until
    ? await run.instant(until)
    : new Date(Date.parse(startsAt) + (hours ?? 0) * 3_600_000).toISOString();
  return { startsAt, endsAt };
}

async function wantedOf(run: Run, gpu: string | undefined, wish: Wish) {
  if (!gpu && !wish.pool) throw new Ended("usage", "Say which GPU, or name a pool with --pool.");
  return {
    gpus: wish.gpus ?? 1,
    ...(await windowOf(run, wish)),
    ...(wish.pool ? { poolId: wish.pool } : { gpuModel: gpu ?? "" }),
    ...(wish.region && { region: wish.region }),
  };
}

async function price(run: Run, wanted: Awaited<ReturnType<typeof wantedOf>>): Promise<PricedFragment> {
  const { reservationPrice: result } = await run.ask(ReservationPriceDocument, wanted);
  if (isRefused(result)) throw refused(result);
  return result;
}

function priced(
  run: Run,
  priced: PricedFragment,
  wanted: Awaited<ReturnType<typeof wantedOf>>,
  more: readonly (readonly [string, string])[] = [],
): string {
  const long = span(Date.parse(wanted.endsAt) - Date.parse(wanted.startsAt));
  return facts(
    [
      ["pool", `${priced.pool.name}: ${wanted.gpus} × ${priced.pool.gpuModel}, ${priced.pool.region}`],
      ["from", run.both(wanted.startsAt)],
      ["until", `${run.both(wanted.endsAt)}, ${long}`],
      ...priced.lines.map(({ label, amount }) => [`  ${label}`, run.usd(amount)] as const),
      ["total", `${run.usd(priced.total)}; the same hours without booking: ${run.usd(priced.onDemandTotal)}`],
      [
        "cancelling",
        Date.parse(priced.freeCancelUntil) <= run.hour.getTime()
          ? `it starts so soon that it costs ${run.usd(priced.laterCancelCost)}`
          : `free until ${run.both(priced.freeCancelUntil)}, then ${run.usd(priced.laterCancelCost)}`,
      ],
      ...more,
    ],
    run.width,
  );
}

async function showQuote(run: Run, [gpu]: string[], wish: Wish): Promise<void> {
  const wanted = await wantedOf(run, gpu, wish);
  const quoted = await price(run, wanted);
  run.print(() => priced(run, quoted, wanted), { wanted, price: quoted });
}

async function book(run: Run, [gpu]: string[], booking: Booking): Promise<void> {
  const { from, until, hours, gpus, pool, region, label, consumer, image, disk, save, saveMinutes } = booking;
  const { template, onStart, port, env, discard } = booking;
  const setUp = [template, onStart, port, env, discard];
  const booked = await spendOnce(run, {
    typed: [
      "reserve create",
      gpu,
      from,
      until,
      hours,
      gpus,
      pool,
      region,
      label,
      consumer,
      image,
      disk,
      ...(save ? [save, saveMinutes] : []),
      ...(setUp.some((one) => one !== undefined) ? [setUp] : []),
      ...(booking.publicKey ? [{ publicKey: booking.publicKey }] : []),
    ],
    options: booking,
    async preview() {
      const wanted = await wantedOf(run, gpu, booking);
      const quoted = await price(run, wanted);
      const found = template === undefined ? null : await findTemplate(run, template);
      const spendable = await readSpendable(run);
      const more = { ...(label && { label }), ...machineOf(run, booking, found) };
      return {
        says: priced(run, quoted, wanted, spendableFacts(run, spendable, quoted.total)),
        facts: {
          wanted,
          price: quoted,
          ...spendable,
        },
        question: `Set ${run.usd(quoted.total)} aside and book it?`,
        variables: () => ({
          input: {
            wanted: { ...wanted, ...more, publicKey: publicKeyFor(run, booking.publicKey) },
            expectedTotal: quoted.total,
          },
        }),
      };
    },
    ask: async (variables, idempotencyKey) =>
      (await run.ask(CreateReservationDocument, { ...variables, idempotencyKey })).createReservation,
  });
  if (booked)
    run.print(`Booked as ${booked.id}: ${run.usd(booked.total)} are set aside.`, { reservation: booked });
}

async function showReservations(run: Run, _args: string[], { all }: { all?: boolean }): Promise<void> {
  const { reservations } = await run.ask(ReservationsDocument, {
    first: 100,
    ...(!all && { states: notOver }),
  });
  const { nodes } = reservations;
  run.print(
    () =>
      table(
        nodes,
        [
          { name: "RESERVATION", cell: ({ id }) => id },
          { name: "STATE", cell: ({ state }) => reservationWords[state].toLowerCase() },
          { name: "GPUS", cell: ({ gpus, pool }) => `${gpus} × ${pool.gpuModel}`, spare: 5 },
          { name: "FROM", cell: ({ startsAt }) => run.local(startsAt) },
          { name: "UNTIL", cell: ({ endsAt }) => run.local(endsAt), spare: 4 },
          { name: "TOTAL", cell: ({ total }) => run.usd(total), right: true },
          { name: "LABEL", cell: ({ label }) => label ?? "–", spare: 2 },
          { name: "FOR", cell: ({ consumer }) => consumer ?? "–", spare: 1 },
        ],
        run.width,
      ) || "Nothing is booked. `berth reserve quote H100 --from +5h --hours 3` says what it would cost.",
    { reservations: nodes, hasMore: reservations.pageInfo.hasNextPage },
  );
}

async function theReservation(run: Run, id: string): Promise<ReservationPartsFragment> {
  const { reservation } = await run.ask(ReservationDocument, { id });
  if (!reservation)
    throw new Ended("notFound", `There is no reservation “${id}”. \`berth reserve list --all\` shows them.`, {
      code: "NotFound",
    });
  return reservation;
}

async function moveIt(run: Run, [id = ""]: string[], options: Window & SpendingOptions): Promise<void> {
  const moved = await spendOnce(run, {
    typed: ["reserve move", id, options.from, options.until, options.hours],
    options,
    async preview() {
      const window = await windowOf(run, options);
      const { movePrice: result } = await run.ask(MovePriceDocument, { reservationId: id, ...window });
      if (isRefused(result)) throw refused(result);
      return {
        says: `From ${run.both(window.startsAt)} to ${run.both(window.endsAt)} it costs ${run.usd(result.total)}, ${compared(run, result.difference)}.`,
        facts: { reservationId: id, ...window, total: result.total, difference: result.difference },
        question: "Move it?",
        variables: () => ({ reservationId: id, ...window, expectedTotal: result.total }),
      };
    },
    ask: async (variables, idempotencyKey) =>
      (await run.ask(MoveReservationDocument, { ...variables, idempotencyKey })).moveReservation,
  });
  if (moved)
    run.print(`It begins ${run.both(moved.startsAt)} now, and costs ${run.usd(moved.total)}.`, {
      reservation: moved,
    });
}

function compared(run: Run, difference: string): string {
  const amount = micros(difference);
  if (amount === 0n) return "as now";
  return amount < 0n ? `${run.usd(decimal(-amount))} less than now` : `${run.usd(difference)} more than now`;
}

async function cancelIt(run: Run, [id = ""]: string[], options: SpendingOptions): Promise<void> {
  const cancelled = await spendOnce(run, {
    typed: ["reserve cancel", id],
    options,
    async preview() {
      const { cancelCost, state, total } = await theReservation(run, id);
      if (cancelCost === null)
        throw new Ended(
          "refused",
          `It can no longer be cancelled: it is ${reservationWords[state].toLowerCase()}.`,
          {
            code: "TooLate",
          },
        );
      return {
        says: `Cancelling costs ${run.usd(cancelCost)} of ${run.usd(total)} at this moment.`,
        facts: { reservationId: id, cost: cancelCost, total },
        question: "Cancel it?",
        variables: () => ({ reservationId: id, expectedCost: cancelCost }),
      };
    },
    ask: async (variables, idempotencyKey) =>
      (await run.ask(CancelReservationDocument, { ...variables, idempotencyKey })).cancelReservation,
  });
  if (cancelled)
    run.print(`It is cancelled. It cost ${run.usd(cancelled.spent)}.`, { reservation: cancelled });
}

async function handBackSome(
  run: Run,
  [id = ""]: string[],
  options: { gpus?: number; from?: string; to?: string } & SpendingOptions,
): Promise<void> {
  const handed = await spendOnce(run, {
    typed: ["reserve hand-back", id, options.gpus, options.from, options.to],
    options,
    async preview() {
      const wanted = {
        reservationId: id,
        ...(options.gpus && { gpus: options.gpus }),
        ...(options.from && { from: await run.instant(options.from) }),
        ...(options.to && { to: await run.instant(options.to) }),
      };
      const { handBackPrice: result } = await run.ask(HandBackPriceDocument, wanted);
      if (isRefused(result)) throw refused(result);
      return {
        says: `${run.usd(result.back)} come back; the pool keeps ${run.usd(result.kept)}.`,
        facts: { ...wanted, back: result.back, kept: result.kept },
        question: "Hand it back?",
        variables: () => ({ input: { ...wanted, expectedBack: result.back } }),
      };
    },
    ask: async (variables, idempotencyKey) =>
      (await run.ask(HandBackReservationDocument, { ...variables, idempotencyKey })).handBackReservation,
  });
  if (handed) run.print(`It is handed back. It costs ${run.usd(handed.total)} now.`, { reservation: handed });
}
