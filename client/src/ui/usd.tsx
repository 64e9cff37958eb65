import { usdDigits } from "#lib/money.ts";
import { classNames } from "./class-names.ts";

const places = 4;

/**
 * An amount in a column: dollars and cents weigh most, what follows is exact and lighter, and the
 * points stand under each other. Read out and copied, it is the plain amount.
 */
export function Usd({ amount, className }: { amount: string; className?: string }) {
  const { sign, dollars, cents, rest } = usdDigits(amount);
  return (
    <span className={classNames("numerals font-mono", className)}>
      {sign}${dollars}.{cents}
      <span className="usd-pad text-ink-faint" data-pad={"0".repeat(Math.max(0, places - rest.length))}>
        {rest}
      </span>
    </span>
  );
}
