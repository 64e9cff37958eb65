"use client";

import { useApolloClient } from "@apollo/client/react";
import { useSearchParams } from "next/navigation";
import { useEffect, useEffectEvent, useState } from "react";
import { ReadSearchLineDocument } from "#gql/offers.ts";
import type { SortBy } from "#ui/data-table/columns.ts";
import { sayFailed } from "#ui/toast.tsx";
import { comparedMost } from "./comparison.ts";
import { lineRead, type LineRead, type LineRefused } from "./lines.ts";
import { addressOf, anyOffer, comparedIn, keyOf, narrow, type OfferSearch } from "./search.ts";
import type { OfferFilter } from "#gql/graphql.ts";

// The address holds the search as a line, and only the server reads and writes lines. So a search that the
// reader puts together goes ahead of its line:
//
//   filter, order ──▶ ahead, at once ──the list comes, with its line──▶ address
//   typed line ──the server reads it──▶ address
//   address, gone back to ──known from before, or read by the server──▶ search

/** What the lines that were in the address say, as far as the server has told. */
type Lines = ReadonlyMap<string, OfferSearch>;

export function useSearch(first: LineRead) {
  const client = useApolloClient();
  const params = useSearchParams();
  const line = params.get("q") ?? "";
  const [lines, setLines] = useState<Lines>(
    () =>
      new Map([
        // Not by the address, which may be another by the time that the page wakes up.
        [first.asked, first.search],
        [first.line, first.search],
      ]),
  );
  const [ahead, setAhead] = useState<OfferSearch | null>(null);
  const [refused, setRefused] = useState<LineRefused | null>(first.refused);
  const [compared, setCompared] = useState<readonly string[]>(() => comparedIn(params));
  const [isOverfull, setOverfull] = useState(false);
  const [last, setLast] = useState(first.search);

  const known = lines.get(line);
  const search = ahead ?? known ?? last;
  if (search !== last) setLast(search);
  // The address has caught up with the reader.
  if (ahead && known && keyOf(ahead) === keyOf(known)) setAhead(null);

  const learn = (read: string, says: OfferSearch): void =>
    setLines((before) => new Map(before).set(read, says));

  const readLine = async (typed: string): Promise<LineRead | null> => {
    const { data } = await client.query({ query: ReadSearchLineDocument, variables: { text: typed } });
    return data ? lineRead(typed, data) : null;
  };
  const take = (read: LineRead | null, how: "push" | "replace"): void => {
    if (!read) return;
    setRefused(read.refused);
    if (read.refused) return;
    learn(read.line, read.search);
    setAhead(read.search);
    if (read.line !== lineHere()) go({ line: read.line, opened: null }, how);
  };
  const isUnknown = known === undefined && ahead === null && refused?.line !== line;
  const readAddress = useEffectEvent((typed: string) => readLine(typed));
  const takeAddress = useEffectEvent((read: LineRead | null) => take(read, "replace"));
  useEffect(() => {
    if (!isUnknown) return undefined;
    let isOver = false;
    readAddress(line).then(
      (read) => {
        if (!isOver) takeAddress(read);
      },
      (error: unknown) => sayFailed("Not searched", error),
    );
    return () => {
      isOver = true;
    };
  }, [isUnknown, line]);

  const look = (next: OfferSearch): void => {
    setRefused(null);
    setAhead(next);
  };
  const choose = (next: readonly string[]): void => {
    setCompared(next);
    setOverfull(false);
    go({ compared: next }, "replace");
  };
  const opened = params.get("offer");

  return {
    search,
    line,
    /** Why the line that was typed is no search; null when it is one. */
    refused,
    narrow: (change: OfferFilter) => look(narrow(search, change)),
    order: (sort: readonly SortBy[]) => look({ ...search, sort }),
    clear: () => look({ ...anyOffer, sort: search.sort }),
    look,
    /** Looks for what a line says, once the server has read it. */
    write: (typed: string) => {
      readLine(typed).then(
        (read) => take(read, "push"),
        (error: unknown) => sayFailed("Not searched", error),
      );
    },
    /** The line of a search has come, and the address is to hold it. */
    told: (says: OfferSearch, text: string | null) => {
      if (text === null || refused) return;
      learn(text, says);
      if (text !== lineHere()) go({ line: text, opened: null }, ahead ? "push" : "replace");
    },
    /** The offer whose sheet is open. */
    opened,
    open: (id: string | null) => go({ opened: id }, id === null || opened !== null ? "replace" : "push"),
    /** The offers chosen to be compared, whatever is looked for meanwhile. */
    compared,
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

interface Place {
  line: string;
  opened: string | null;
  compared: readonly string[];
}

function lineHere(): string {
  return new URLSearchParams(window.location.search).get("q") ?? "";
}

// The address itself says where one is now: what was drawn last may be a click behind.
function go(change: Partial<Place>, how: "push" | "replace"): void {
  const params = new URLSearchParams(window.location.search);
  const here: Place = { line: lineHere(), opened: params.get("offer"), compared: comparedIn(params) };
  const { line, opened, compared } = { ...here, ...change };
  const parts = [
    addressOf(line),
    opened === null ? "" : `offer=${encodeURIComponent(opened)}`,
    compared.length === 0 ? "" : `compare=${compared.map(encodeURIComponent).join(",")}`,
  ].filter(Boolean);
  const address = parts.length > 0 ? `?${parts.join("&")}` : window.location.pathname;
  window.history[how === "push" ? "pushState" : "replaceState"](null, "", address);
}
