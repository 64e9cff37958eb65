"use client";

import { useSearchParams } from "next/navigation";
import { useState } from "react";
import { comparedMost } from "./comparison.ts";
import { addressOf, comparedIn, searchIn, type OfferSearch } from "./search.ts";

interface Place {
  search: OfferSearch;
  /** The offer whose sheet is open. */
  opened: string | null;
  /** The offers chosen to be compared, whatever is looked for meanwhile. */
  compared: readonly string[];
}

/** Where the reader is, as the address says, and how to go elsewhere: with a step back to here, or without. */
export function useSearch() {
  const params = useSearchParams();
  const { search, opened, compared: named } = placeIn(params);
  // A tick must be seen at once, and the address is only followed when there is time.
  const [compared, setCompared] = useState(named);
  const [isOverfull, setOverfull] = useState(false);
  const choose = (next: readonly string[]): void => {
    setCompared(next);
    setOverfull(false);
    go({ compared: next }, "replace");
  };
  return {
    search,
    opened,
    compared,
    look: (change: Partial<OfferSearch>) =>
      go({ search: { ...here().search, ...change }, opened: null, compared }, "push"),
    open: (id: string | null) =>
      go({ opened: id, compared }, id === null || opened !== null ? "replace" : "push"),
    /** One more was chosen than there is room for, and left out. */
    isOverfull,
    /** Chooses an offer for comparison, or no longer. */
    toggleCompared: (id: string): void => {
      if (compared.includes(id)) choose(compared.filter((each) => each !== id));
      else if (compared.length < comparedMost) choose([...compared, id]);
      else setOverfull(true);
    },
    clearCompared: () => choose([]),
  };
}

function placeIn(params: URLSearchParams): Place {
  return { search: searchIn(params), opened: params.get("offer"), compared: comparedIn(params) };
}

/** The address itself says where one is now: what was drawn last may be a click behind. */
function here(): Place {
  return placeIn(new URLSearchParams(window.location.search));
}

function go(change: Partial<Place>, how: "push" | "replace"): void {
  const { search, opened, compared } = { ...here(), ...change };
  const parts = [
    addressOf(search),
    opened === null ? "" : `offer=${encodeURIComponent(opened)}`,
    compared.length === 0 ? "" : `compare=${compared.map(encodeURIComponent).join(",")}`,
  ].filter(Boolean);
  const address = parts.length > 0 ? `?${parts.join("&")}` : window.location.pathname;
  window.history[how === "push" ? "pushState" : "replaceState"](null, "", address);
}
