"use client";

import { Columns3 } from "lucide-react";
import { Button } from "#ui/button.tsx";
import { Menu, MenuItem, MenuLine, MenuToggles } from "#ui/menu.tsx";
import { choose, isShown, type ColumnChoice } from "./column-choice.ts";
import { offerColumns } from "./offer-columns.tsx";

export interface ColumnsMenuProps {
  choice: ColumnChoice;
  onChange: (choice: ColumnChoice) => void;
}

export function ColumnsMenu({ choice, onChange }: ColumnsMenuProps) {
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
          isOn: isShown(column, choice),
          isFixed: column.isFixed ?? false,
        }))}
        onChange={(id, isOn) => onChange(choose(offerColumns, choice, id, isOn))}
      />
      <MenuLine />
      <MenuItem onSelect={() => onChange({})}>As usual</MenuItem>
    </Menu>
  );
}
