"use client";

import { readFragment, type FragmentType } from "#gql/fragment-masking.ts";
import { OfferFilters_QueryFragmentDoc } from "#gql/graphql.ts";
import { Checkbox } from "#ui/checkbox.tsx";
import { Segments } from "#ui/segments.tsx";
import { Select } from "#ui/select.tsx";
import { DiskField } from "./disk-field.tsx";
import { FacetList } from "./facet-list.tsx";
import { FilterGroup } from "./filter-group.tsx";
import { NumberField, PriceField } from "./limit-fields.tsx";
import type { OfferSearch } from "./search.ts";
import { countryName } from "./words.ts";

export interface OfferFiltersProps {
  query: FragmentType<typeof OfferFilters_QueryFragmentDoc>;
  search: OfferSearch;
  onLook: (change: Partial<OfferSearch>) => void;
}

export function OfferFilters({ query, search, onLook }: OfferFiltersProps) {
  const { around, providers } = readFragment(OfferFilters_QueryFragmentDoc, query);
  const nameOf = (id: string): string => providers.find((provider) => provider.id === id)?.name ?? id;

  return (
    <div className="divide-y">
      <FilterGroup title="GPU">
        <FacetList
          label="GPU"
          facets={around.facets.gpuModels}
          chosen={search.gpus}
          nameOf={String}
          onChange={(gpus) => onLook({ gpus })}
        />
      </FilterGroup>
      <FilterGroup title="$ per GPU-hour, at most">
        <PriceField value={search.priceMax} onChange={(priceMax) => onLook({ priceMax })} />
        <DiskField diskGb={search.diskGb} onChange={(diskGb) => onLook({ diskGb })} />
      </FilterGroup>
      <FilterGroup title="Kind">
        <Segments
          label="Kind"
          value={search.kind ?? "any"}
          options={[
            { value: "any", label: "Any" },
            { value: "ON_DEMAND", label: "On-demand" },
            { value: "INTERRUPTIBLE", label: "Interruptible" },
          ]}
          onChange={(kind) => onLook({ kind: kind === "any" ? null : kind })}
        />
      </FilterGroup>
      <FilterGroup title="GPUs in the machine">
        <div className="flex items-center gap-2 text-xs text-ink-faint">
          <NumberField
            label="At least, GPUs"
            value={search.countMin}
            onChange={(countMin) => onLook({ countMin })}
          />
          to
          <NumberField
            label="At most, GPUs"
            value={search.countMax}
            onChange={(countMax) => onLook({ countMax })}
          />
        </div>
      </FilterGroup>
      <FilterGroup title="VRAM per GPU">
        <Select
          label="VRAM per GPU, at least"
          size="sm"
          value={String(search.vramMin ?? "any")}
          options={vramChoices(search.vramMin)}
          onChange={(choice) => onLook({ vramMin: choice === "any" ? null : Number(choice) })}
        />
      </FilterGroup>
      <FilterGroup title="Reliability">
        <Select
          label="Reliability, at least"
          size="sm"
          value={String(search.reliabilityMin ?? "any")}
          options={reliabilityChoices(search.reliabilityMin)}
          onChange={(choice) => onLook({ reliabilityMin: choice === "any" ? null : Number(choice) })}
        />
      </FilterGroup>
      <FilterGroup title="Host">
        <Checkbox checked={search.verified} onChange={(verified) => onLook({ verified })}>
          Verified
        </Checkbox>
        <Checkbox checked={search.datacenter} onChange={(datacenter) => onLook({ datacenter })}>
          In a datacentre
        </Checkbox>
      </FilterGroup>
      <FilterGroup title="Country">
        <FacetList
          label="Country"
          facets={around.facets.countries}
          chosen={search.countries}
          nameOf={countryName}
          onChange={(countries) => onLook({ countries })}
        />
      </FilterGroup>
      <FilterGroup title="Provider">
        <FacetList
          label="Provider"
          facets={around.facets.providers}
          chosen={search.providers}
          nameOf={nameOf}
          onChange={(chosen) => onLook({ providers: chosen })}
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
