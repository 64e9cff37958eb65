"use client";

import { Download } from "lucide-react";
import { Button } from "#ui/button.tsx";
import { Spinner } from "#ui/spinner.tsx";
import type { OfferSearch } from "./search.ts";
import { useExport } from "./use-export.ts";

export function ExportButton({ search, isEmpty }: { search: OfferSearch; isEmpty: boolean }) {
  const { read, save, stop } = useExport(search);
  return (
    <Button
      size="sm"
      className="max-md:hidden"
      disabled={isEmpty}
      onClick={read === null ? save : stop}
      title="All offers that match, on all pages, as comma-separated values"
    >
      {read === null ? <Download aria-hidden className="size-3.5" /> : <Spinner />}
      {read === null ? "CSV" : `Stop at ${read.toLocaleString("en")}`}
    </Button>
  );
}
