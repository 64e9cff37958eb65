import { Usd } from "#ui/usd.tsx";

/** What every last look says: what is spent now, what is set aside, and what is available after it. */
export function MoneyNow(props: { lines: readonly { what: string; amount: string; strong?: boolean }[] }) {
  return (
    <dl className="grid grid-cols-[1fr_auto] gap-x-4 gap-y-1 text-sm">
      {props.lines.map(({ what, amount, strong }) => (
        <div key={what} className="contents">
          <dt className="text-ink-soft">{what}</dt>
          <dd className="text-right">
            <Usd amount={amount} className={strong ? "font-medium" : ""} />
          </dd>
        </div>
      ))}
    </dl>
  );
}
