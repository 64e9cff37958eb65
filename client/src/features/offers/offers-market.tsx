"use client";

import { SlidersHorizontal } from "lucide-react";
import { useState } from "react";
import type { FragmentType } from "#gql/fragment-masking.ts";
import type { OffersMarket_ConnectionFragmentDoc } from "#gql/offers.ts";
import type { OffersAroundQuery } from "#gql/graphql.ts";
import { Button } from "#ui/button.tsx";
import { Chip } from "#ui/chip.tsx";
import { Dialog } from "#ui/dialog.tsx";
import { ColumnsMenu } from "./columns-menu.tsx";
import { CompareDialog } from "./compare-dialog.tsx";
import { CompareTray } from "./compare-tray.tsx";
import { ExportButton } from "./export-button.tsx";
import type { LineRead } from "./lines.ts";
import { OfferFilters } from "./offer-filters.tsx";
import { OfferSheet } from "./offer-sheet.tsx";
import { OffersTable } from "./offers-table.tsx";
import { usePriceWatchNews } from "./price-watches.tsx";
import { ProviderNotice } from "./provider-notice.tsx";
import { ProviderStrip } from "./provider-strip.tsx";
import { SearchField } from "./search-field.tsx";
import { diskOf, limitsOf } from "./search.ts";
import { ProvidersKnown } from "./seen-cell.tsx";
import { SortSelect } from "./sort-select.tsx";
import { SupplyLadder } from "./supply-ladder.tsx";
import { useAround } from "./use-around.ts";
import { TrendsKnown } from "./trend-cell.tsx";
import { useColumnChoice } from "./use-column-choice.ts";
import { useCompared } from "./use-compared.ts";
import { useOffers } from "./use-offers.ts";
import { useProviders } from "./use-providers.ts";
import { useSearch } from "./use-search.ts";
import { useTrends } from "./use-trends.ts";

export interface OffersMarketProps {
  /** What the line in the address says, of which the server rendered the first page. */
  first: LineRead;
  connection: FragmentType<typeof OffersMarket_ConnectionFragmentDoc>;
  around: OffersAroundQuery;
  /** The columns the reader chose at an earlier visit, as they are kept. */
  keptColumns: string | undefined;
  supplyIsOpen: boolean;
}

export function OffersMarket({
  first,
  connection,
  around: firstAround,
  keptColumns,
  supplyIsOpen,
}: OffersMarketProps) {
  const { search, line, refused, opened, compared, ...go } = useSearch(first);
  usePriceWatchNews();
  const [held, setHeld] = useState(false);
  const [filtersOpen, setFiltersOpen] = useState(false);
  const list = useOffers(search, { search: first.search, connection }, held, go.told);
  const around = useAround(search, firstAround);
  const [columnChoice, chooseColumns] = useColumnChoice(keptColumns);
  const [comparing, setComparing] = useState(false);
  const trends = useTrends(list.rows.map(({ row }) => row.gpu.model));
  const comparison = useCompared(compared, diskOf(search), list.revision);

  const providers = useProviders(around);
  const limits = limitsOf(search, (id) => providers.find((provider) => provider.id === id)?.name ?? id);
  const filters = <OfferFilters query={around} search={search} onNarrow={go.narrow} />;

  return (
    <div className="flex min-h-0 grow">
      <aside aria-label="Filters" className="w-56 shrink-0 overflow-y-auto border-r max-lg:hidden">
        {filters}
      </aside>
      <section aria-labelledby="offers-title" className="flex min-h-0 min-w-0 grow flex-col">
        <header className="flex flex-wrap items-center gap-x-4 gap-y-2 px-4 pt-3 pb-2">
          <h1 id="offers-title" className="text-xl font-semibold tracking-tight">
            Offers
          </h1>
          <p className="numerals text-sm text-ink-soft">
            <OfferCount count={list.totalCount} />
          </p>
          <ProviderStrip providers={providers} />
          <div className="ml-auto flex flex-wrap items-center gap-2">
            <ColumnsMenu choice={columnChoice} onChange={chooseColumns} />
            <ExportButton search={search} isEmpty={list.rows.length === 0} />
            <SortSelect sort={search.sort} onSort={go.order} />
            <Button size="sm" className="lg:hidden" onClick={() => setFiltersOpen(true)}>
              <SlidersHorizontal aria-hidden className="size-3.5" />
              Filters{limits.length > 0 && ` (${limits.length})`}
            </Button>
          </div>
        </header>
        <SearchField
          key={refused?.line ?? line}
          line={refused?.line ?? line}
          refused={refused}
          onWrite={go.write}
        />
        <ProviderNotice providers={providers} />
        <SupplyLadder query={around} firstOpen={supplyIsOpen} />
        {limits.length > 0 && (
          <div className="flex flex-wrap items-center gap-1.5 px-4 py-2">
            {limits.map(({ label, without }) => (
              <Chip key={label} label={label} onRemove={() => go.look(without)} />
            ))}
            <Button size="sm" tone="quiet" onClick={go.clear}>
              Clear all
            </Button>
          </div>
        )}
        <TrendsKnown value={trends}>
          <ProvidersKnown value={providers}>
            <OffersTable
              list={list}
              providers={providers}
              search={search}
              isNarrowed={limits.length > 0}
              onClear={go.clear}
              onWrite={go.write}
              onSort={go.order}
              onOpen={go.open}
              onReading={setHeld}
              columnChoice={columnChoice}
              compared={compared}
              onCompare={go.toggleCompared}
            />
          </ProvidersKnown>
        </TrendsKnown>
        {compared.length > 0 && (
          <CompareTray
            ids={compared}
            isOverfull={go.isOverfull}
            offers={comparison.offers}
            onRemove={go.toggleCompared}
            onClear={go.clearCompared}
            onCompare={() => setComparing(true)}
          />
        )}
      </section>
      <Dialog shape="sheet" title="Filters" open={filtersOpen} onOpenChange={setFiltersOpen}>
        <div className="-mx-5 -my-4">{filters}</div>
      </Dialog>
      <CompareDialog
        open={comparing}
        onClose={() => setComparing(false)}
        diskGb={diskOf(search)}
        {...comparison}
        onOpen={(id) => {
          setComparing(false);
          go.open(id);
        }}
      />
      <OfferSheet
        id={opened}
        diskGb={diskOf(search)}
        revision={list.revision}
        onClose={() => go.open(null)}
      />
    </div>
  );
}

function OfferCount({ count }: { count: number | null }) {
  if (count === null) return null;
  return (
    <>
      <span className="font-medium text-ink">{count.toLocaleString("en")}</span>{" "}
      {count === 1 ? "offer" : "offers"}
    </>
  );
}
