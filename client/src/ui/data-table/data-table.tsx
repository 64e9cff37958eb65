"use client";

import {
  createColumnHelper,
  rowSortingFeature,
  tableFeatures,
  useTable,
  type SortingState,
} from "@tanstack/react-table";
import { defaultRangeExtractor, useVirtualizer } from "@tanstack/react-virtual";
import {
  useEffect,
  useEffectEvent,
  useMemo,
  useRef,
  useState,
  type CSSProperties,
  type KeyboardEvent,
  type ReactNode,
} from "react";
import { classNames } from "../class-names.ts";
import { BodyRow } from "./body-row.tsx";
import { whenYielding, type Column, type RowChoice, type RowTone, type SortBy } from "./columns.ts";
import { HeaderCell } from "./header-cell.tsx";
import { nextRow } from "./next-row.ts";
import { useReading } from "./use-reading.ts";
import { useShape } from "./use-shape.ts";

// The one table. It draws the rows it is given, in the order it is given them: who owns the list sorts
// and pages it. Columns, or where there is no room for them, a row's own compact form. Where not all columns
// have room, those that yield are left out; what is still too wide scrolls sideways under the first. One row
// is in the tab order; the arrow keys move from it, Enter opens it, Space chooses it.

export interface DataTableProps<Row> {
  label: string;
  columns: readonly Column<Row>[];
  rows: readonly Row[];
  rowId: (row: Row) => string;
  /** A row where there is no room for columns. */
  renderCompact: (row: Row) => ReactNode;
  toneOf?: (row: Row) => RowTone;
  sort?: readonly SortBy[];
  onSort?: (sort: SortBy[]) => void;
  onOpen?: (row: Row) => void;
  choice?: RowChoice<Row>;
  /** How many rows there are in all, loaded or not. */
  total?: number | null;
  /** The end of the loaded rows comes into view. */
  onEnd?: () => void;
  /** Someone is on the rows with pointer or keys, or no longer. */
  onReading?: (reading: boolean) => void;
  /** What stands below the last row. */
  foot?: ReactNode;
  empty: ReactNode;
  /** Rows of another question: still here until the answer comes. */
  dimmed?: boolean;
  /** Fill the place and scroll inside it, or be as long as the rows are. */
  fill?: boolean;
}

const features = tableFeatures({ rowSortingFeature });
const rowHeight = 34;
/** What the server draws, not knowing the window. */
const unknownWindow = { width: 1200, height: 900 };
const nothing = (): void => undefined;
/** The least that a column without a width of its own is given. */
const freeWidth = "9.5rem";
const choiceWidth = "2.25rem";

export function DataTable<Row>(props: DataTableProps<Row>) {
  // The virtualizer is one object that changes inside, which the compiler would take for unchanged.
  "use no memo";
  const {
    label,
    columns,
    rows,
    rowId,
    renderCompact,
    toneOf,
    sort,
    onSort,
    onOpen,
    choice,
    total,
    onEnd,
    foot,
    empty,
  } = props;
  const { dimmed = false, fill = false, onReading = nothing } = props;

  const scroller = useRef<HTMLDivElement>(null);
  const [activeId, setActiveId] = useState<string | null>(null);
  const wantsFocus = useRef<string | null>(null);
  const hadFocus = useRef(false);
  const reading = useReading(onReading);
  const shape = useShape(scroller);

  const data = useMemo(() => rows.map((row) => ({ row })), [rows]);
  const defs = useMemo(() => {
    const helper = createColumnHelper<typeof features, { row: Row }>();
    return helper.columns(
      columns.map((column) =>
        helper.accessor(({ row }) => rowId(row), {
          id: column.id,
          header: column.header,
          enableSorting: column.sortable ?? false,
          sortDescFirst: column.greatestFirst ?? false,
        }),
      ),
    );
    // oxlint-disable-next-line react/exhaustive-deps -- rowId tells rows apart; it does not change with them.
  }, [columns]);
  const sorting: SortingState = useMemo(() => (sort ? [...sort] : []), [sort]);
  const table = useTable({
    features,
    columns: defs,
    data,
    getRowId: ({ row }) => rowId(row),
    manualSorting: true,
    enableSortingRemoval: true,
    state: { sorting },
    onSortingChange: (update) => onSort?.(typeof update === "function" ? update(sorting) : update),
  });
  const drawn = table.getRowModel().rows;

  const activeIndex = activeId === null ? -1 : drawn.findIndex(({ id }) => id === activeId);
  const virtualizer = useVirtualizer({
    count: drawn.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    getItemKey: (index) => drawn[index]?.id ?? index,
    overscan: 12,
    initialRect: unknownWindow,
    enabled: fill,
    // The row with the focus stays, however far one scrolls, or the keyboard would lose its place.
    rangeExtractor: (range) => {
      const visible = defaultRangeExtractor(range);
      return activeIndex < 0 || visible.includes(activeIndex)
        ? visible
        : [activeIndex, ...visible].toSorted((a, b) => a - b);
    },
  });
  const items = fill
    ? virtualizer.getVirtualItems()
    : drawn.map((_, index) => ({ index, start: index * rowHeight, end: (index + 1) * rowHeight }));
  const height = fill ? virtualizer.getTotalSize() : drawn.length * rowHeight;

  const atEnd = fill && items.length > 0 && (items.at(-1)?.index ?? 0) >= drawn.length - 15;
  const reachEnd = useEffectEvent(() => onEnd?.());
  useEffect(() => {
    if (atEnd) reachEnd();
  }, [atEnd, drawn.length]);

  // A row that takes another place is moved in the document, and loses the focus on the way.
  useEffect(() => {
    const lost = hadFocus.current && document.activeElement === document.body ? activeId : null;
    const wanted = wantsFocus.current ?? lost;
    if (wanted === null) return;
    const row = scroller.current?.querySelector<HTMLElement>(`tr[data-id="${CSS.escape(wanted)}"]`);
    if (!row) return;
    wantsFocus.current = null;
    row.focus({ preventScroll: true });
    row.scrollIntoView({ block: "nearest" });
  });

  const onKeyDown = (event: KeyboardEvent<HTMLElement>): void => {
    if (!(event.target instanceof HTMLTableRowElement)) return;
    if (event.key === "Enter" && onOpen && activeIndex >= 0) {
      const row = rows[activeIndex];
      if (row !== undefined) onOpen(row);
      return;
    }
    if (event.key === " " && choice) {
      event.preventDefault();
      const row = rows[activeIndex];
      if (row !== undefined) choice.onToggle(row);
      return;
    }
    const index = nextRow(event, activeIndex, drawn.length);
    const row = index === null ? undefined : drawn[index];
    if (index === null || !row) return;
    event.preventDefault();
    wantsFocus.current = row.id;
    setActiveId(row.id);
    if (fill) virtualizer.scrollToIndex(index, { align: "auto" });
  };

  const widthOf = (some: readonly Column<Row>[]) =>
    `calc(${[choice ? choiceWidth : "0rem", ...some.map(({ width }) => width ?? freeWidth)].join(" + ")})`;
  const leastWidths = {
    "--least-width": widthOf(columns),
    "--yielded-width": widthOf(columns.filter((column) => !column.yields)),
  } as CSSProperties;

  let drawnTo = 0;
  return (
    <div
      ref={scroller}
      className={classNames(
        "@container/table relative",
        fill && "min-h-0 grow overflow-auto overscroll-contain",
      )}
    >
      <table
        role="grid"
        aria-label={label}
        aria-rowcount={(total ?? rows.length) + 1}
        aria-busy={dimmed || undefined}
        aria-multiselectable={choice ? true : undefined}
        style={leastWidths}
        className="w-full min-w-(--least-width) table-fixed text-sm @max-[70.5rem]/table:min-w-(--yielded-width) @max-3xl/table:block @max-3xl/table:min-w-0"
      >
        <colgroup>
          {choice && <col style={{ width: choiceWidth }} />}
          {columns.map(({ id, width, yields = false }) => (
            <col
              key={id}
              className={classNames(yields && whenYielding)}
              style={width ? { width } : undefined}
            />
          ))}
        </colgroup>
        <thead role="rowgroup" className="sticky top-0 z-10 bg-paper @max-3xl/table:hidden">
          <tr role="row" aria-rowindex={1}>
            {choice && <HeaderCell header="Choose" silent sorted={false} rank={0} />}
            {table.getFlatHeaders().map((header, place) => (
              <HeaderCell
                key={header.id}
                header={columns[place]?.header ?? ""}
                explain={columns[place]?.explain}
                stays={place === 0}
                align={columns[place]?.align}
                yields={columns[place]?.yields ?? false}
                silent={columns[place]?.isHeaderSilent ?? false}
                sorted={header.column.getIsSorted()}
                rank={sorting.length > 1 ? header.column.getSortIndex() + 1 : 0}
                onSort={
                  header.column.getCanSort() && onSort ? header.column.getToggleSortingHandler() : undefined
                }
              />
            ))}
          </tr>
        </thead>
        <tbody
          role="rowgroup"
          onKeyDown={onKeyDown}
          onFocus={() => (hadFocus.current = true)}
          onBlur={(event) => (hadFocus.current = event.relatedTarget === null && document.hasFocus())}
          {...reading}
          className={classNames(
            "transition-opacity duration-150 @max-3xl/table:block",
            dimmed && "opacity-50",
            !fill && "[&>tr:last-child>td]:border-b-0",
          )}
        >
          {items.map(({ index, start, end }) => {
            const entry = drawn[index];
            const row = rows[index];
            if (!entry || row === undefined) return null;
            const gap = start - drawnTo;
            drawnTo = end;
            return [
              gap > 0 && <Gap key={`gap-${entry.id}`} height={gap} />,
              <BodyRow
                key={entry.id}
                row={row}
                id={entry.id}
                index={index}
                columns={columns}
                renderCompact={renderCompact}
                shape={shape}
                tone={toneOf?.(row) ?? "plain"}
                isStop={index === (activeIndex < 0 ? items[0]?.index : activeIndex)}
                choice={choice}
                onOpen={onOpen}
                onFocused={setActiveId}
                measure={fill ? virtualizer.measureElement : undefined}
              />,
            ];
          })}
          {height > drawnTo && <Gap height={height - drawnTo} />}
        </tbody>
      </table>
      {rows.length === 0 && empty}
      {foot}
    </div>
  );
}

/** Stands for the rows that are not drawn. */
function Gap({ height }: { height: number }) {
  return (
    <tr aria-hidden className="@max-3xl/table:block">
      <td style={{ height }} className="@max-3xl/table:block" />
    </tr>
  );
}
