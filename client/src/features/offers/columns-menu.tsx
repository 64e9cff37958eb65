"use client";

import { Columns3 } from "lucide-react";
import { useMedia } from "#lib/media.ts";
import { Button } from "#ui/button.tsx";
import { Menu, MenuItem, MenuLine, MenuToggles } from "#ui/menu.tsx";
import { choose, isShown, mayYield, type ColumnChoice } from "./column-choice.ts";
import { offerColumns } from "./offer-columns.tsx";

export interface ColumnsMenuProps {
  choice: ColumnChoice;
  onChange: (choice: ColumnChoice) => void;
}

/** Where columns give way: beside the rail and the filters, less is left than all of the usual ones take. */
const narrowWindow = "(width < 89rem)";

export function ColumnsMenu({ choice, onChange }: ColumnsMenuProps) {
  const isNarrow = useMedia(narrowWindow);
  return (
    <Menu
      align="end"
      trigger={
        <Button size="sm" className="max-md:hidden">
          <Columns3 aria-hidden className="size-3.5" />
          Columns
        </Button>
      }
    >
      <MenuToggles
        label="Columns shown"
        options={offerColumns.map((column) => ({
          value: column.id,
          label: column.header,
          isOn: isShown(column, choice) && !(isNarrow && mayYield(column, choice)),
          isFixed: column.isFixed ?? false,
        }))}
        onChange={(id, isOn) => onChange(choose(offerColumns, choice, id, isOn))}
      />
      <MenuLine />
      <MenuItem onSelect={() => onChange({})}>As usual</MenuItem>
    </Menu>
  );
}
