"use client";

import { Select } from "#ui/select.tsx";
import type { SortBy } from "#ui/data-table/columns.ts";

export interface SortSelectProps {
  sort: readonly SortBy[];
  onSort: (sort: readonly SortBy[]) => void;
}

const orders = [
  { value: "price", label: "Cheapest GPU-hour" },
  { value: "machine", label: "Cheapest machine" },
  { value: "-vram", label: "Most VRAM" },
  { value: "-count", label: "Most GPUs" },
  { value: "-reliability", label: "Most reliable" },
] as const;

/** Ordering where the columns, and so their headers, are not shown. */
export function SortSelect({ sort, onSort }: SortSelectProps) {
  const [first] = sort;
  const value =
    orders.find((order) => order.value === `${first?.desc ? "-" : ""}${first?.id}`)?.value ?? "price";
  return (
    <div className="md:hidden">
      <Select
        label="Order"
        size="sm"
        value={value}
        options={orders}
        onChange={(next) => onSort([{ id: next.replace("-", ""), desc: next.startsWith("-") }])}
      />
    </div>
  );
}
