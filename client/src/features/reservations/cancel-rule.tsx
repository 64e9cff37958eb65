import { useClock } from "#lib/reader.tsx";
import { Usd } from "#ui/usd.tsx";
import { When } from "#ui/when.tsx";

/** Until when leaving is free, and what it costs then; of what starts soon, what it costs from the first minute on. */
export function CancelRule({ freeUntil, cost }: { freeUntil: string; cost: string }) {
  const isFree = useClock((now) => now < Date.parse(freeUntil));
  return isFree ? (
    <>
      Cancelling is free until <When at={freeUntil} />, and costs <Usd amount={cost} alone /> after that.
    </>
  ) : (
    <>
      It starts so soon that cancelling costs <Usd amount={cost} alone />.
    </>
  );
}
