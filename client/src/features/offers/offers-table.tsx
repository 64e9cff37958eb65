"use client";

import type { ReactNode } from "react";
import type { OfferRow_OfferFragment } from "#gql/graphql.ts";
import { counted } from "#lib/count.ts";
import type { LiveRow } from "#lib/live/live-list.ts";
import { problemOf } from "#lib/problem.ts";
import { Button } from "#ui/button.tsx";
import type { RowTone, SortBy } from "#ui/data-table/columns.ts";
import { DataTable } from "#ui/data-table/data-table.tsx";
import { ListFoot } from "#ui/data-table/list-foot.tsx";
import { Empty, Failed, LoadingRows } from "#ui/states.tsx";
import { isShown, mayYield, type ColumnChoice } from "./column-choice.ts";
import { offerColumns } from "./offer-columns.tsx";
import { NoMatch } from "./no-match.tsx";
import { OfferCard } from "./offer-card.tsx";
import { defaultSort, type OfferSearch } from "./search.ts";
import type { OffersList } from "./use-offers.ts";
import type { Provider } from "./use-providers.ts";

export interface OffersTableProps {
  list: OffersList;
  providers: readonly Provider[];
  search: OfferSearch;
  isNarrowed: boolean;
  onClear: () => void;
  onWrite: (line: string) => void;
  onSort: (sort: readonly SortBy[]) => void;
  onOpen: (id: string) => void;
  onReading: (reading: boolean) => void;
  columnChoice: ColumnChoice;
  compared: readonly string[];
  onCompare: (id: string) => void;
}

type Row = LiveRow<OfferRow_OfferFragment>;

export function OffersTable({
  list,
  providers,
  search,
  isNarrowed,
  onClear,
  onWrite,
  onSort,
  onOpen,
  onReading,
  columnChoice,
  compared,
  onCompare,
}: OffersTableProps) {
  const silent = new Set(
    providers.filter(({ state }) => state === "STALE" || state === "DOWN").map(({ id }) => id),
  );
  const toneOf = ({ row, mark }: Row): RowTone => {
    if (mark === "gone" || mark === "arrived") return mark;
    if (row.suppressedUntil !== null) return "stale";
    return silent.has(row.provider.id) ? "stale" : "plain";
  };
  const unread = list.failure?.what === "first" ? list.failure : null;
  if (unread && list.rows.length === 0) {
    return (
      <Failed problem={problemOf(unread.error)} actions={<Button onClick={list.reload}>Try again</Button>} />
    );
  }

  return (
    <div className="relative flex min-h-0 grow flex-col">
      <p role="status" className="sr-only">
        {list.isReplacing
          ? "Looking"
          : counted(list.totalCount ?? list.rows.length, "offer matches", "offers match")}
      </p>
      <DataTable
        label="Offers"
        fill
        columns={offerColumns
          .filter((column) => isShown(column, columnChoice))
          .map((column) => ({ ...column, yields: mayYield(column, columnChoice) }))}
        rows={list.rows}
        rowId={({ row }) => row.id}
        toneOf={toneOf}
        renderCompact={card}
        sort={search.sort}
        onSort={(sort) => onSort(sort.length > 0 ? sort : defaultSort)}
        onOpen={({ row }) => onOpen(row.id)}
        choice={{
          isChosen: ({ row }) => compared.includes(row.id),
          labelOf: ({ row }) => `Compare ${row.gpuCount} × ${row.gpu.model}, ${row.region}`,
          onToggle: ({ row }) => onCompare(row.id),
        }}
        total={list.totalCount}
        onEnd={list.loadMore}
        onReading={onReading}
        dimmed={list.isReplacing}
        empty={
          list.isReplacing ? (
            <LoadingRows count={12} label="Looking" />
          ) : (
            <NoOffers
              narrowed={isNarrowed && <NoMatch search={search} onWrite={onWrite} onClear={onClear} />}
              anyProvider={providers.some(({ state }) => state !== "NOT_CONNECTED")}
            />
          )
        }
        foot={
          <ListFoot
            busy={list.isLoadingMore}
            problem={list.failure ? problemOf(list.failure.error) : null}
            onRetry={unread ? list.reload : list.loadMore}
            end={list.rows.length > 0 && !list.hasMore ? allShown(list.rows.length) : null}
          >
            {list.hasMore && <Button onClick={list.loadMore}>Show more</Button>}
          </ListFoot>
        }
      />
      {list.waiting > 0 && (
        <p className="pointer-events-none absolute bottom-3 left-1/2 -translate-x-1/2 rounded-full bg-ink px-3 py-1 text-xs whitespace-nowrap text-paper shadow-lift">
          {list.waiting === 1 ? "One new offer waits" : `${list.waiting} new offers wait`} while you are on
          the list
        </p>
      )}
    </div>
  );
}

function card(entry: Row) {
  return <OfferCard entry={entry} />;
}

/** What to say depends on what is asked for: of everybody, or of what is narrowed. */
function NoOffers({ narrowed, anyProvider }: { narrowed: ReactNode; anyProvider: boolean }) {
  if (!anyProvider) {
    return (
      <Empty title="No provider is connected">
        Offers come from the clouds that Berth is given a key for. As soon as one is connected, its machines
        are listed here.
      </Empty>
    );
  }
  if (narrowed) return narrowed;
  return (
    <Empty title="Nothing is offered at the moment">
      Offers appear here by themselves as soon as a provider lists them.
    </Empty>
  );
}

const allShown = (count: number): string =>
  count === 1 ? "The one offer is shown." : `All ${counted(count, "offer")} are shown.`;
