"use client";

import { ArrowDown, ArrowUp } from "lucide-react";
import { classNames } from "../class-names.ts";
import { whenYielding } from "./columns.ts";

export interface HeaderCellProps {
  header: string;
  explain?: string | undefined;
  align?: "end" | undefined;
  silent: boolean;
  yields?: boolean;
  /** It stays in view when the columns scroll sideways. */
  stays?: boolean;
  sorted: false | "asc" | "desc";
  /** Its place among several orders; 0 when there is only one. */
  rank: number;
  onSort?: ((event: unknown) => void) | undefined;
}

export function HeaderCell(props: HeaderCellProps) {
  const { header, explain, align, silent, yields = false, stays = false, sorted, rank, onSort } = props;
  const Arrow = sorted === "desc" ? ArrowDown : ArrowUp;
  const end = align === "end";
  return (
    <th
      role="columnheader"
      scope="col"
      aria-sort={sorted === "asc" ? "ascending" : sorted === "desc" ? "descending" : undefined}
      className={classNames(
        "h-8 border-b border-line-strong px-2 text-xs font-medium whitespace-nowrap text-ink-faint first:pl-4 last:pr-4",
        end ? "text-right" : "text-left",
        yields && whenYielding,
        stays && "sticky left-0 z-1 bg-paper",
      )}
    >
      {onSort ? (
        <button
          type="button"
          onClick={onSort}
          title={`${explain ?? header}. Hold Shift to order by several.`}
          className={classNames(
            "inline-flex h-7 items-center gap-1 rounded-sm hover:text-ink",
            end && "flex-row-reverse",
            sorted && "text-ink",
          )}
        >
          {header}
          <span aria-hidden className={classNames("inline-flex w-3 items-center", !sorted && "invisible")}>
            <Arrow className="size-3" strokeWidth={2.25} />
            {rank > 0 && sorted && <sup className="text-[0.5625rem]">{rank}</sup>}
          </span>
        </button>
      ) : (
        <span title={explain} className={classNames(silent && "sr-only")}>
          {header}
        </span>
      )}
    </th>
  );
}
