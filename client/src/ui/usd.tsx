import { usdDigits } from "#lib/money.ts";
import { classNames } from "./class-names.ts";

/** Amounts have at most six places; in a column, the points stand under each other. */
const places = 6;

export interface UsdProps {
  amount: string;
  className?: string;
  /** So many places are always shown, so that a column of prices has one length. */
  shown?: number;
  /** It stands by itself, so no point need stand under another. */
  alone?: boolean;
}

/** An amount in a column: exact to the last digit, and weighed so that the eye stops earlier. Read out and copied, it is plain. */
export function Usd({ amount, className, shown: least = 2, alone = false }: UsdProps) {
  const { first, rest } = usdDigits(amount, least);
  const shown = first.length - first.indexOf(".") - 1 + rest.length;
  return (
    <span className={classNames("numerals font-mono text-xs", className)}>
      {first}
      <span className="usd-pad text-ink-faint" data-pad={alone ? undefined : "0".repeat(places - shown)}>
        {rest}
      </span>
    </span>
  );
}
