"use client";

import { readFragment, type FragmentType } from "#gql/fragment-masking.ts";
import { OfferFilters_QueryFragmentDoc } from "#gql/offers.ts";
import type { OfferFilter } from "#gql/graphql.ts";
import { Checkbox } from "#ui/checkbox.tsx";
import { Segments } from "#ui/segments.tsx";
import { Select } from "#ui/select.tsx";
import { DiskField } from "./disk-field.tsx";
import { FacetList } from "./facet-list.tsx";
import { FilterGroup } from "./filter-group.tsx";
import { NumberField, PriceField } from "./limit-fields.tsx";
import { diskOf, type OfferSearch } from "./search.ts";
import { countryName } from "./words.ts";

export interface OfferFiltersProps {
  query: FragmentType<typeof OfferFilters_QueryFragmentDoc>;
  search: OfferSearch;
  onNarrow: (change: OfferFilter) => void;
}

export function OfferFilters({ query, search, onNarrow }: OfferFiltersProps) {
  const { around, providers } = readFragment(OfferFilters_QueryFragmentDoc, query);
  const { filter } = search;
  const nameOf = (id: string): string => providers.find((provider) => provider.id === id)?.name ?? id;

  return (
    <div className="divide-y">
      <FilterGroup title="GPU">
        <FacetList
          label="GPU"
          facets={around.facets.gpuModels}
          chosen={filter.gpuModels ?? []}
          nameOf={String}
          onChange={(gpuModels) => onNarrow({ gpuModels })}
        />
      </FilterGroup>
      <FilterGroup title="$ per GPU-hour, at most">
        <PriceField
          value={filter.pricePerGpuHourMax ?? null}
          onChange={(pricePerGpuHourMax) => onNarrow({ pricePerGpuHourMax })}
        />
        <DiskField diskGb={diskOf(search)} onChange={(allInDiskGb) => onNarrow({ allInDiskGb })} />
      </FilterGroup>
      <FilterGroup title="Kind">
        <Segments
          label="Kind"
          value={filter.kinds?.length === 1 ? (filter.kinds[0] ?? "any") : "any"}
          options={[
            { value: "any", label: "Any" },
            { value: "ON_DEMAND", label: "On-demand" },
            { value: "INTERRUPTIBLE", label: "Interruptible" },
          ]}
          onChange={(kind) => onNarrow({ kinds: kind === "any" ? null : [kind] })}
        />
      </FilterGroup>
      <FilterGroup title="GPUs in the machine">
        <div className="flex items-center gap-2 text-xs text-ink-faint">
          <NumberField
            label="At least, GPUs"
            value={filter.gpuCountMin ?? filter.gpuCount ?? null}
            onChange={(gpuCountMin) => onNarrow({ gpuCountMin, gpuCount: null })}
          />
          to
          <NumberField
            label="At most, GPUs"
            value={filter.gpuCountMax ?? filter.gpuCount ?? null}
            onChange={(gpuCountMax) => onNarrow({ gpuCountMax, gpuCount: null })}
          />
        </div>
      </FilterGroup>
      <FilterGroup title="VRAM per GPU">
        <Select
          label="VRAM per GPU, at least"
          size="sm"
          value={String(filter.vramGbMin ?? "any")}
          options={vramChoices(filter.vramGbMin ?? null)}
          onChange={(choice) => onNarrow({ vramGbMin: choice === "any" ? null : Number(choice) })}
        />
      </FilterGroup>
      <FilterGroup title="Reliability">
        <Select
          label="Reliability, at least"
          size="sm"
          value={String(filter.reliabilityMin ?? "any")}
          options={reliabilityChoices(filter.reliabilityMin ?? null)}
          onChange={(choice) => onNarrow({ reliabilityMin: choice === "any" ? null : Number(choice) })}
        />
      </FilterGroup>
      <FilterGroup title="Host">
        <Segments
          label="Host"
          value={filter.datacenterOnly ? "datacentre" : filter.consumerOnly ? "private" : "any"}
          options={[
            { value: "any", label: "Any" },
            { value: "datacentre", label: "Datacentre" },
            { value: "private", label: "Private" },
          ]}
          onChange={(host) =>
            onNarrow({ datacenterOnly: host === "datacentre", consumerOnly: host === "private" })
          }
        />
        <Checkbox
          checked={filter.verifiedOnly ?? false}
          onChange={(verifiedOnly) => onNarrow({ verifiedOnly })}
        >
          Verified
        </Checkbox>
      </FilterGroup>
      <FilterGroup title="Socket">
        <FacetList
          label="Socket"
          facets={around.facets.gpuSockets}
          chosen={filter.gpuSockets ?? []}
          nameOf={String}
          onChange={(gpuSockets) => onNarrow({ gpuSockets })}
        />
      </FilterGroup>
      <FilterGroup title="Country">
        <FacetList
          label="Country"
          facets={around.facets.countries}
          chosen={filter.countries ?? []}
          nameOf={countryName}
          onChange={(countries) => onNarrow({ countries })}
        />
      </FilterGroup>
      <FilterGroup title="Provider">
        <FacetList
          label="Provider"
          facets={around.facets.providers}
          chosen={filter.providers?.map(String) ?? []}
          nameOf={nameOf}
          onChange={(chosen) => onNarrow({ providers: chosen })}
        />
      </FilterGroup>
    </div>
  );
}

/** What the address says is a choice too, even when it is none of the usual ones. */
function vramChoices(chosen: number | null) {
  const sizes = new Set([16, 24, 40, 48, 80, 96, 140, 180, ...(chosen === null ? [] : [chosen])]);
  return [
    { value: "any", label: "Any" },
    ...[...sizes].toSorted((a, b) => a - b).map((gb) => ({ value: String(gb), label: `${gb} GB or more` })),
  ];
}

function reliabilityChoices(chosen: number | null) {
  const shares = new Set([0.9, 0.95, 0.98, 0.99, 0.995, ...(chosen === null ? [] : [chosen])]);
  return [
    { value: "any", label: "Any" },
    ...[...shares]
      .toSorted((a, b) => a - b)
      .map((share) => ({ value: String(share), label: `${+(share * 100).toFixed(4)} % or more` })),
  ];
}
