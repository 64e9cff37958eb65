import { readFragment, type FragmentType } from "#gql/fragment-masking.ts";
import { BalanceSplit_CreditsFragmentDoc } from "#gql/credits.ts";
import { formatUsd, micros } from "#lib/money.ts";
import { classNames } from "#ui/class-names.ts";
import { sharesOf } from "./shares.ts";

/** What there is, and what it is: to be spent, set aside, not yet in effect. */
export function BalanceSplit({
  credits: ref,
}: {
  credits: FragmentType<typeof BalanceSplit_CreditsFragmentDoc>;
}) {
  const credits = readFragment(BalanceSplit_CreditsFragmentDoc, ref);
  const { available, held, pending, expiringWithin7Days } = credits;
  const [ofAvailable = 0, ofHeld = 0, ofPending = 0] = sharesOf([available, held, pending]);
  return (
    <section aria-label="Balance" className="grid gap-3 border-b bg-sheet px-4 py-4">
      <dl aria-live="polite" className="flex flex-wrap items-end gap-x-10 gap-y-3">
        <Figure name="Available" amount={available} big swatch="bg-accent" />
        <Figure name="Held" amount={held} swatch="bg-rise" note="for what runs or is booked" />
        <Figure name="Pending" amount={pending} swatch="bg-line-strong" note="not yet in effect" />
        <Figure
          name="Expiring in 7 days"
          amount={expiringWithin7Days}
          warns={micros(expiringWithin7Days) > 0n}
          note="of what is available"
        />
      </dl>
      <div aria-hidden className="flex h-2 overflow-hidden rounded-full bg-well">
        <span className="bg-accent" style={{ width: `${ofAvailable}%` }} />
        <span className="bg-rise" style={{ width: `${ofHeld}%` }} />
        <span className="bg-line-strong" style={{ width: `${ofPending}%` }} />
      </div>
    </section>
  );
}

interface FigureProps {
  name: string;
  amount: string;
  big?: boolean;
  warns?: boolean;
  /** Its colour in the bar. */
  swatch?: string;
  note?: string;
}

function Figure({ name, amount, big = false, warns = false, swatch, note }: FigureProps) {
  return (
    <div className="grid gap-0.5">
      <dt className="flex items-center gap-1.5 text-xs text-ink-soft">
        {swatch && <span aria-hidden className={classNames("size-2 rounded-full", swatch)} />}
        {name}
      </dt>
      <dd className={classNames("numerals font-mono", big ? "text-xl" : "text-base", warns && "text-warn")}>
        {formatUsd(amount)}
      </dd>
      {note && <dd className="text-2xs text-ink-faint">{note}</dd>}
    </div>
  );
}
