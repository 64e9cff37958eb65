"use client";

import { problemOf } from "#lib/problem.ts";
import { classNames } from "#ui/class-names.ts";
import { Badge } from "#ui/badge.tsx";
import { Dialog } from "#ui/dialog.tsx";
import { Empty, Failed, LoadingRows } from "#ui/states.tsx";
import { compareOffers, type Compared, type Line } from "./comparison.ts";

export interface CompareDialogProps {
  open: boolean;
  onClose: () => void;
  offers: readonly Compared[];
  diskGb: number;
  isRead: boolean;
  error: unknown;
  onOpen: (id: string) => void;
}

/** Offers side by side, a fact a line: what is best of its line is marked, what is alike steps back. */
export function CompareDialog({ open, onClose, offers, diskGb, isRead, error, onOpen }: CompareDialogProps) {
  return (
    <Dialog
      shape="wide"
      open={open}
      onOpenChange={(next) => {
        if (!next) onClose();
      }}
      title="Compare"
      description="The best of each line is marked; lines that are alike for all are faint."
    >
      {offers.length > 0 ? (
        <div className="-mx-5 -my-4 overflow-x-auto">
          <table className="w-full text-sm">
            <caption className="sr-only">{offers.length} offers compared</caption>
            <thead>
              <tr>
                <td className="sticky left-0 w-40 min-w-28 bg-sheet" />
                {offers.map((offer) => (
                  <th key={offer.id} scope="col" className="min-w-40 px-4 pt-4 pb-3 text-left align-top">
                    <button
                      type="button"
                      onClick={() => onOpen(offer.id)}
                      className="rounded-sm text-base font-semibold hover:underline"
                    >
                      {offer.gpuCount} × {offer.gpu.model}
                    </button>
                    {offer.state === "WITHDRAWN" && (
                      <span className="ml-2">
                        <Badge tone="warn">listed no more</Badge>
                      </span>
                    )}
                    <p className="text-xs font-normal text-ink-soft">
                      {offer.provider.name} · {offer.region}
                    </p>
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {compareOffers(offers, diskGb).map((line) => (
                <CompareLine key={line.name} line={line} ids={offers.map(({ id }) => id)} />
              ))}
            </tbody>
          </table>
        </div>
      ) : error ? (
        <Failed problem={problemOf(error)} />
      ) : isRead ? (
        <Empty title="None of these is listed any more">Choose others to compare.</Empty>
      ) : (
        <LoadingRows count={10} label="Reading the offers" />
      )}
    </Dialog>
  );
}

function CompareLine({ line: { name, values, best, isAlike }, ids }: { line: Line; ids: readonly string[] }) {
  return (
    <tr className={classNames(isAlike && "text-ink-faint")}>
      <th
        scope="row"
        className="sticky left-0 border-t bg-sheet py-1.5 pr-2 pl-5 text-left text-xs font-normal text-ink-faint"
      >
        {name}
      </th>
      {values.map((value, place) => {
        const isBest = best.includes(place);
        return (
          <td key={ids[place]} className="numerals border-t px-4 py-1.5 whitespace-nowrap">
            <span
              className={classNames(
                "-mx-1.5 rounded-sm px-1.5",
                isBest && "bg-fall-wash font-medium text-fall",
              )}
            >
              {value ?? <span className="text-ink-faint">not reported</span>}
            </span>
            {isBest && <span className="sr-only">, best</span>}
          </td>
        );
      })}
    </tr>
  );
}
