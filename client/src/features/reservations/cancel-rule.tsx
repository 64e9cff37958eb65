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

/** The same of what is booked: until when leaving is free, and once it is not, what it costs at this moment. */
export function CancelNow({ freeUntil, cost }: { freeUntil: string; cost: string | null }) {
  const isFree = useClock((now) => now < Date.parse(freeUntil));
  if (isFree || cost === null)
    return (
      <>
        Cancelling is free until <When at={freeUntil} />.
      </>
    );
  return (
    <>
      Cancelling was free until <When at={freeUntil} />.
      {Number(cost) > 0 && (
        <>
          {" "}
          Now it costs <Usd amount={cost} alone />.
        </>
      )}
    </>
  );
}
