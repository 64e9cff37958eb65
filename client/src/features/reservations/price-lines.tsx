import { readFragment, type FragmentType } from "#gql/fragment-masking.ts";
import { PriceLines_LineFragmentDoc } from "#gql/reservations.ts";
import { compareUsd, decimal, micros } from "#lib/money.ts";
import { Usd } from "#ui/usd.tsx";
import { lineWord, percent } from "./words.ts";

/** How a price is made, line by line, and what the same hours would cost without a reservation. */
export function PriceLines(props: {
  lines: readonly FragmentType<typeof PriceLines_LineFragmentDoc>[];
  total: string;
  perGpuHour: string;
  onDemandTotal: string;
}) {
  const { lines, total, perGpuHour, onDemandTotal } = props;
  const amounts = lines.map((line) => readFragment(PriceLines_LineFragmentDoc, line).amount);
  // What the lines do not come to was kept of hours that were handed back.
  const kept = decimal(micros(total) - amounts.reduce((sum, amount) => sum + micros(amount), 0n));
  const saved = decimal(micros(onDemandTotal) - micros(total));
  return (
    <dl className="grid grid-cols-[1fr_auto] gap-x-4 gap-y-1 text-sm">
      {lines.map((line) => {
        const { kind, label, shareBp, amount } = readFragment(PriceLines_LineFragmentDoc, line);
        return (
          <div key={`${kind} ${label}`} className="contents">
            <dt className="text-ink-soft">
              {lineWord(kind, label)}
              {shareBp !== null && <span className="ml-1.5 text-xs text-ink-faint">{percent(shareBp)}</span>}
            </dt>
            <dd className="text-right">
              <Usd amount={amount} />
            </dd>
          </div>
        );
      })}
      {compareUsd(kept, "0.000000") > 0 && (
        <>
          <dt className="text-ink-soft">Kept of what was handed back</dt>
          <dd className="text-right">
            <Usd amount={kept} />
          </dd>
        </>
      )}
      <dt className="border-t pt-1 font-medium">Total</dt>
      <dd className="border-t pt-1 text-right">
        <Usd amount={total} className="font-medium" />
      </dd>
      <dt className="text-ink-soft">An hour of a GPU</dt>
      <dd className="text-right">
        <Usd amount={perGpuHour} />
      </dd>
      {compareUsd(saved, "0.000000") > 0 && (
        <>
          <dt className="text-ink-soft">Less than by the hour</dt>
          <dd className="text-right text-fall">
            <Usd amount={saved} />
          </dd>
        </>
      )}
    </dl>
  );
}
