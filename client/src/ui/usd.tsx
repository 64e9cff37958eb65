import { usdDigits } from "#lib/money.ts";
import { classNames } from "./class-names.ts";

/** Amounts have at most six places; in a column, the points stand under each other. */
const places = 6;

/** An amount in a column: exact to the last digit, and weighed so that the eye stops earlier. Read out and copied, it is plain. */
export function Usd({ amount, className }: { amount: string; className?: string }) {
  const { first, rest } = usdDigits(amount);
  const shown = first.length - first.indexOf(".") - 1 + rest.length;
  return (
    <span className={classNames("numerals font-mono text-xs", className)}>
      {first}
      <span className="usd-pad text-ink-faint" data-pad={"0".repeat(places - shown)}>
        {rest}
      </span>
    </span>
  );
}
