"use client";

import { useMutation, useQuery } from "@apollo/client/react";
import { useState } from "react";
import { readFragment } from "#gql/fragment-masking.ts";
import { QuoteReservationDocument, ReleaseQuoteDocument } from "#gql/reservations.ts";
import type { PoolChoice_PoolFragment } from "#gql/graphql.ts";
import { RentTemplateFragmentDoc, RentTemplatesDocument } from "#gql/sessions.ts";
import { problemOf } from "#lib/problem.ts";
import { zoneName } from "#lib/time.ts";
import { Button } from "#ui/button.tsx";
import { CodeField, Field, TextField } from "#ui/field.tsx";
import { Form } from "#ui/form.tsx";
import { Notice } from "#ui/notice.tsx";
import { Select } from "#ui/select.tsx";
import { TemplateSelect } from "#ui/template-select.tsx";
import { Usd } from "#ui/usd.tsx";
import { Alternatives } from "./alternatives.tsx";
import { BookDialog, type Quote } from "./book-dialog.tsx";
import { CancelRule } from "./cancel-rule.tsx";
import { OccurrenceList } from "./occurrence-list.tsx";
import { PriceLines } from "./price-lines.tsx";
import type { Repeat } from "./repeat.ts";
import { RepeatFields } from "./repeat-fields.tsx";
import { SeriesDialog } from "./series-dialog.tsx";
import type { PoolFree } from "./use-live.ts";
import { type Machine, type Wanted, usePrice } from "./use-price.ts";
import { recurrenceOf, useSeriesPrice } from "./use-series-price.ts";
import { WaitDialog } from "./wait-dialog.tsx";
import { instantOf, lasts, wallClock } from "./wall-clock.ts";

export interface Draft extends Wanted {
  label: string;
  consumer: string;
  templateId: string | null;
  onStart: string;
  saveCommand: string;
  saveMinutes: number;
}

export interface BookingPanelProps {
  pools: readonly PoolChoice_PoolFragment[];
  draft: Draft;
  zone: string;
  available: string;
  /** What is free of the pool; another whenever anybody books of it. */
  free: PoolFree | undefined;
  onDraft: (draft: Draft) => void;
  onBooked: () => void;
}

/** Why a place could not be kept, and when it could be. */
interface Refused {
  message: string;
  alternatives?: readonly { startsAt: string; endsAt: string }[];
}

/** What is wanted, and what it costs while it is being chosen. It keeps a place only once it is reviewed. */
export function BookingPanel(props: BookingPanelProps) {
  const { pools, draft, zone, available, free, onDraft, onBooked } = props;
  const [quoteIt] = useMutation(QuoteReservationDocument);
  const [release] = useMutation(ReleaseQuoteDocument);
  const [quote, setQuote] = useState<Quote | null>(null);
  const [refused, setRefused] = useState<Refused | null>(null);
  const [busy, setBusy] = useState(false);
  const [repeat, setRepeat] = useState<Repeat>(() => ({
    every: "once",
    times: 4,
    rule: "",
    zone,
    daylightSaving: "SAME_WALL_CLOCK",
  }));
  const [asking, setAsking] = useState<"series" | "wait" | null>(null);
  const { poolId, gpus, startsAt, endsAt } = draft;
  const wanted = { poolId, gpus, startsAt, endsAt };
  const { price, ask } = usePrice(wanted, free);
  const recurrence = recurrenceOf(wanted, repeat);
  const series = useSeriesPrice(recurrence, free);
  const answer = price && "answer" in price && !recurrence ? price.answer : null;
  const pool = pools.find(({ id }) => id === poolId);
  const saves = draft.saveCommand.trim() !== "";
  const { data: kept } = useQuery(RentTemplatesDocument, { ssr: false });
  const templates = (kept?.sessionTemplates ?? []).map((one) => readFragment(RentTemplateFragmentDoc, one));
  const template = templates.find(({ id }) => id === draft.templateId) ?? null;
  const machine: Machine = {
    label: draft.label || null,
    consumer: draft.consumer || null,
    templateId: draft.templateId,
    onStart: draft.onStart.trim() === "" ? null : draft.onStart,
    saveCommand: saves ? draft.saveCommand : null,
    saveMinutes: saves ? draft.saveMinutes : null,
  };
  const together =
    recurrence && series && !("refused" in series) && series.total !== null
      ? { ...series, total: series.total }
      : null;
  const set = (change: Partial<Draft>) => {
    setRefused(null);
    onDraft({ ...draft, ...change });
  };

  const review = async () => {
    if (recurrence) {
      setAsking("series");
      return;
    }
    setBusy(true);
    setRefused(null);
    try {
      const input = { ...wanted, ...machine };
      const { data } = await quoteIt({ variables: { input, replaces: quote?.id ?? null } });
      const result = data?.quoteReservation;
      if (result?.__typename === "Reservation") setQuote(result);
      else setRefused(result && "message" in result ? result : { message: "That could not be quoted." });
    } catch (error) {
      setRefused({ message: problemOf(error).detail });
    }
    setBusy(false);
  };

  return (
    <Form
      aria-label="Book GPUs"
      fields={[]}
      className="grid gap-4 px-4 py-4"
      submit={async () => (await review(), null)}
    >
      {() => (
        <>
          <div className="grid grid-cols-[1fr_6rem] gap-3">
            <Field name="pool" label="Pool">
              <Select
                options={pools.map(({ id, name, isOpen }) => ({
                  value: id,
                  label: name,
                  ...(isOpen ? {} : { hint: "takes no bookings" }),
                }))}
                value={poolId}
                onChange={(next) => set({ poolId: next })}
              />
            </Field>
            <TextField
              name="gpus"
              label="GPUs"
              type="number"
              min={1}
              max={MOST_GPUS}
              value={gpus}
              onChange={(event) => set({ gpus: wholeGpus(event.target.value) })}
            />
          </div>
          <TimeField
            label="From"
            name="startsAt"
            at={startsAt}
            zone={zone}
            onChange={(at) => set(moved(draft, at))}
          />
          <TimeField
            label="Until"
            name="endsAt"
            at={endsAt}
            zone={zone}
            onChange={(at) => set({ endsAt: at })}
          />
          <p className="text-sm text-ink-soft" aria-live="polite">
            {lasts(startsAt, endsAt)} of {gpus} GPU{gpus === 1 ? "" : "s"}
          </p>
          <div className="grid grid-cols-2 gap-3">
            <TextField
              name="label"
              label="Label"
              value={draft.label}
              onChange={(event) => set({ label: event.target.value })}
            />
            <TextField
              name="consumer"
              label="For"
              value={draft.consumer}
              onChange={(event) => set({ consumer: event.target.value })}
            />
          </div>
          {templates.length > 0 && (
            <Field
              name="templateId"
              label="Template"
              hint="How your team sets its machines up. What is written below goes before it."
            >
              <TemplateSelect
                templates={templates}
                value={draft.templateId}
                onChange={(templateId) => set({ templateId })}
              />
            </Field>
          )}
          <CodeField
            name="onStart"
            label="Start script"
            rows={2}
            value={draft.onStart}
            onChange={(event) => set({ onStart: event.target.value })}
            placeholder={template?.onStart ?? "cd /work && ./train.sh"}
            hint="Runs on each machine once it is up, whether anybody is there or not."
          />
          <CodeField
            name="saveCommand"
            label="Command that saves"
            rows={2}
            value={draft.saveCommand}
            onChange={(event) => set({ saveCommand: event.target.value })}
            placeholder={template?.saveCommand ?? "rsync -a /work you@example.com:kept"}
            hint="Runs on each machine before its time is over. Without one, what is on its disk goes with it."
          />
          {saves && (
            <TextField
              name="saveMinutes"
              label="Minutes it may take"
              type="number"
              min={1}
              max={30}
              value={draft.saveMinutes}
              onChange={(event) => set({ saveMinutes: Number(event.target.value) || 10 })}
              hint="30 at most: the last of those that are booked."
            />
          )}
          <RepeatFields repeat={repeat} onChange={setRepeat} />
          {recurrence && series && "refused" in series && <Notice tone="warn">{series.refused}</Notice>}
          {recurrence && series && !("refused" in series) && (
            <>
              <OccurrenceList occurrences={series.occurrences} />
              {series.total === null ? (
                <Notice tone="warn">
                  Some of them cannot be had, and all are booked or none. Choose another time or another rule.
                </Notice>
              ) : (
                <p className="flex justify-between text-sm font-medium">
                  All {series.occurrences.length} together <Usd amount={series.total} alone />
                </p>
              )}
            </>
          )}
          {answer?.__typename === "ReservationPrice" && (
            <>
              <PriceLines {...answer} />
              <p className="text-xs text-ink-faint">
                <CancelRule freeUntil={answer.freeCancelUntil} cost={answer.laterCancelCost} />
              </p>
            </>
          )}
          {answer && answer.__typename !== "ReservationPrice" && (
            <Notice tone="warn">
              {answer.message}
              {answer.__typename === "NotEnoughFree" && (
                <>
                  <Alternatives windows={answer.alternatives} onChoose={(window) => set(window)} />
                  <p className="mt-2">
                    <Button tone="plain" size="sm" onClick={() => setAsking("wait")}>
                      Wait for it
                    </Button>
                  </p>
                </>
              )}
            </Notice>
          )}
          {price && "problem" in price && (
            <Notice tone="warn">
              What it costs could not be asked. {price.problem}{" "}
              <Button tone="plain" size="sm" onClick={ask}>
                Ask again
              </Button>
            </Notice>
          )}
          {refused && (
            <Notice tone="danger">
              {refused.message}
              {refused.alternatives && (
                <Alternatives windows={refused.alternatives} onChoose={(window) => set(window)} />
              )}
            </Notice>
          )}
          <Button
            type="submit"
            tone="primary"
            busy={busy}
            disabled={recurrence ? !together : answer?.__typename !== "ReservationPrice"}
          >
            Review
          </Button>
          <p className="text-xs text-ink-faint">
            {recurrence
              ? "Reviewing keeps nothing yet: all times are booked at the total shown, or none."
              : "Reviewing keeps the place and the price for five minutes. Nothing is spent before you book."}
          </p>
          {asking === "series" && recurrence && together && pool && (
            <SeriesDialog
              pool={pool}
              recurrence={recurrence}
              price={together}
              machine={machine}
              available={available}
              onClose={(booked) => {
                setAsking(null);
                if (!booked) return;
                setRepeat({ ...repeat, every: "once" });
                onBooked();
              }}
            />
          )}
          {asking === "wait" && pool && (
            <WaitDialog pool={pool} wanted={wanted} machine={machine} onClose={() => setAsking(null)} />
          )}
          {quote && (
            <BookDialog
              quote={quote}
              available={available}
              onClose={(outcome) => {
                setQuote(null);
                if (outcome === "booked") onBooked();
                // Nobody waits five minutes for a place that was let go of.
                else if (outcome === "left")
                  void release({ variables: { quoteId: quote.id } }).catch(() => null);
              }}
            />
          )}
        </>
      )}
    </Form>
  );
}

const MOST_GPUS = 64;
const wholeGpus = (typed: string) => Math.min(Math.max(Math.trunc(Number(typed)) || 1, 1), MOST_GPUS);

/** Its end moves along, so that it stays as long as it was. */
function moved({ startsAt, endsAt }: Draft, at: string): Partial<Draft> {
  const length = Date.parse(endsAt) - Date.parse(startsAt);
  return { startsAt: at, endsAt: new Date(Date.parse(at) + length).toISOString() };
}

function TimeField(props: {
  label: string;
  name: string;
  at: string;
  zone: string;
  onChange: (at: string) => void;
}) {
  const { label, name, at, zone, onChange } = props;
  const [odd, setOdd] = useState<string | null>(null);
  return (
    <TextField
      name={name}
      label={`${label} (${zoneName(at, zone)})`}
      type="datetime-local"
      step={900}
      value={wallClock(at, zone)}
      hint={odd}
      onChange={(event) => {
        const meant = instantOf(event.target.value, zone);
        if (meant.at === null) {
          setOdd(
            meant.missing ? "Clocks are put forward over this time: it does not exist on that day." : null,
          );
          return;
        }
        setOdd(meant.twice ? "Clocks are put back over this time: the first of the two is meant." : null);
        onChange(meant.at);
      }}
    />
  );
}
