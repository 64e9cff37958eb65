"use client";

import { useSearchParams } from "next/navigation";
import { addressOf, searchIn, type OfferSearch } from "./search.ts";

/** The search that the address says, and how to look for something else: with a step back to this one, or without. */
export function useSearch() {
  const params = useSearchParams();
  const search = searchIn(new URLSearchParams(params));
  const opened = params.get("offer");

  const go = (next: OfferSearch, offer: string | null, how: "push" | "replace"): void => {
    const parts = [addressOf(next), offer === null ? "" : `offer=${encodeURIComponent(offer)}`].filter(
      Boolean,
    );
    const address = parts.length > 0 ? `?${parts.join("&")}` : window.location.pathname;
    window.history[how === "push" ? "pushState" : "replaceState"](null, "", address);
  };

  return {
    search,
    look: (change: Partial<OfferSearch>) => go({ ...search, ...change }, null, "push"),
    /** The offer whose sheet is open. */
    opened,
    open: (id: string | null) => go(search, id, id === null || opened !== null ? "replace" : "push"),
  };
}
