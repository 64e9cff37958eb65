"use client";

import { useQuery } from "@apollo/client/react";
import { ExplainSearchDocument } from "#gql/offers.ts";
import { counted } from "#lib/count.ts";
import { formatUsd } from "#lib/money.ts";
import { Button } from "#ui/button.tsx";
import { Empty } from "#ui/states.tsx";
import type { OfferSearch } from "./search.ts";

/** So many ways out are shown; the cheapest is the first. */
const shownMost = 4;

export interface NoMatchProps {
  search: OfferSearch;
  onWrite: (line: string) => void;
  onClear: () => void;
}

/** Nothing matches: what to give in on to see something, the cheapest first. */
export function NoMatch({ search, onWrite, onClear }: NoMatchProps) {
  const { data } = useQuery(ExplainSearchDocument, {
    variables: { filter: search.filter },
    ssr: false,
    fetchPolicy: "no-cache",
  });
  const explained = data?.offerSearchExplained;
  const ways = (explained?.relaxations ?? []).slice(0, shownMost);
  const [strictest] = explained?.constraints ?? [];

  return (
    <Empty title="No offer matches" actions={<Button onClick={onClear}>Clear all filters</Button>}>
      {strictest && ways.length > 0 ? (
        <>
          <p>
            Of {counted(explained?.listedCount ?? 0, "offer")},{" "}
            <code className="font-mono text-xs text-ink">{strictest.word}</code> alone leaves out{" "}
            {strictest.removedCount.toLocaleString("en")}. One step is enough:
          </p>
          <ul className="mt-3 grid gap-1.5">
            {ways.map(({ says, offerCount, pricePerGpuHour, text }) => (
              <li key={says}>
                <Button size="sm" disabled={text === null} onClick={() => onWrite(text ?? "")}>
                  {says}
                  <span className="numerals font-normal text-ink-faint">
                    {counted(offerCount, "offer")}, from {formatUsd(pricePerGpuHour)}
                  </span>
                </Button>
              </li>
            ))}
          </ul>
        </>
      ) : (
        "Take a filter away, or leave the page open: an offer that matches appears by itself."
      )}
    </Empty>
  );
}
