"use client";

import type { TypedDocumentNode } from "@graphql-typed-document-node/core";
import { useEffect, useEffectEvent, useReducer } from "react";
import {
  appendPage,
  applyChange,
  expectPage,
  missPage,
  nextSweepAt,
  openList,
  settle,
  sweep,
  type Change,
  type LiveList,
  type LiveRow,
  type Page,
  type Reading,
} from "./live-list.ts";
import { followTail, tailEnds } from "./tail.ts";

// The life of a live list: its first page comes with the server's answer and says where the tail
// begins; the tail keeps the loaded rows true; another filter or order, or a tail too old to resume,
// reads the first page anew and begins a new tail where that page says.

export interface LiveListSource<Row, Frame, Variables extends { after?: string | null | undefined }> {
  /** What is listed, and in which order, as one word: another word is another list. */
  key: string;
  /** The first page of the list that `firstKey` names, as the server rendered it. */
  first: Page<Row>;
  firstKey: string;
  reading: Reading<Row>;
  load: (after: string | null, signal: AbortSignal) => Promise<Page<Row>>;
  tail: { document: TypedDocumentNode<Frame, Variables>; variables: Omit<Variables, "after"> };
  /** What a frame changes; "reload" when the list must be read anew. */
  read: (frame: Frame) => Change<Row> | "reload";
  /** While held, no row moves, comes or goes. */
  held: boolean;
}

export interface LiveListView<Row> {
  rows: readonly LiveRow<Row>[];
  totalCount: number | null;
  waiting: number;
  hasMore: boolean;
  /** The rows are of the list asked for before; those asked for now are on their way. */
  isReplacing: boolean;
  isLoadingMore: boolean;
  /** The reading that failed; it is tried again by `reload` or `loadMore`. */
  failure: Failure | null;
  /** Counts the readings of the first page and the changes since: it changes when the rows do. */
  revision: number;
  loadMore: () => void;
  reload: () => void;
}

interface State<Row> {
  key: string;
  list: LiveList<Row>;
  /** Counts first pages: each begins a new tail. */
  opening: number;
  revision: number;
  wanted: "nothing" | "first" | "more";
  failure: Failure | null;
}

interface Failure {
  key: string;
  what: "first" | "more";
  error: Error;
}

type Action<Row> =
  | { type: "opened"; key: string; page: Page<Row> }
  | { type: "appended"; page: Page<Row>; reading: Reading<Row> }
  | { type: "changed"; change: Change<Row>; reading: Reading<Row>; now: number; held: boolean }
  | { type: "released"; reading: Reading<Row>; now: number }
  | { type: "swept"; now: number; held: boolean }
  | { type: "wanted"; what: "first" | "more" }
  | { type: "failed"; failure: Failure };

function reduce<Row>(state: State<Row>, action: Action<Row>): State<Row> {
  const revision = state.revision + 1;
  switch (action.type) {
    case "opened":
      return {
        key: action.key,
        list: openList(action.page),
        opening: state.opening + 1,
        revision,
        wanted: "nothing",
        failure: null,
      };
    case "appended":
      return {
        ...state,
        list: appendPage(state.list, action.page, action.reading),
        revision,
        wanted: "nothing",
        failure: null,
      };
    case "changed":
      return { ...state, list: applyChange(state.list, action.change, action.reading, action), revision };
    case "released":
      return { ...state, list: settle(state.list, action.reading, action.now), revision };
    case "swept":
      return { ...state, list: sweep(state.list, action), revision };
    case "wanted": {
      const list = action.what === "more" ? expectPage(state.list) : state.list;
      return { ...state, list, wanted: action.what, failure: null };
    }
    case "failed":
      return { ...state, list: missPage(state.list), wanted: "nothing", failure: action.failure };
  }
}

export function useLiveList<Row, Frame, Variables extends { after?: string | null | undefined }>(
  source: LiveListSource<Row, Frame, Variables>,
): LiveListView<Row> {
  const { key, held } = source;
  const [state, dispatch] = useReducer<State<Row>, [Action<Row>]>(reduce, {
    key: source.firstKey,
    list: openList(source.first),
    opening: 0,
    revision: 0,
    wanted: "nothing",
    failure: null,
  });
  const { failure } = state;
  const isUnread = failure?.what === "first" && failure.key === key;
  const isReplacing = state.wanted === "first" || (state.key !== key && !isUnread);

  const load = useEffectEvent(async (after: string | null, signal: AbortSignal) => {
    const { reading, load } = source;
    try {
      const page = await load(after, signal);
      if (signal.aborted) return;
      dispatch(after === null ? { type: "opened", key, page } : { type: "appended", page, reading });
    } catch (thrown) {
      if (signal.aborted) return;
      const error = thrown instanceof Error ? thrown : new Error(String(thrown));
      dispatch({ type: "failed", failure: { key, what: after === null ? "first" : "more", error } });
    }
  });

  useEffect(() => {
    if (!isReplacing) return undefined;
    const replaced = new AbortController();
    void load(null, replaced.signal);
    return () => replaced.abort();
  }, [key, isReplacing]);

  const { wanted } = state;
  const endCursor = state.list.endCursor;
  useEffect(() => {
    if (wanted !== "more" || endCursor === null) return undefined;
    const replaced = new AbortController();
    void load(endCursor, replaced.signal);
    return () => replaced.abort();
  }, [wanted, endCursor]);

  const onFrame = useEffectEvent((frame: Frame): string | typeof tailEnds => {
    const change = source.read(frame);
    if (change === "reload") {
      dispatch({ type: "wanted", what: "first" });
      return tailEnds;
    }
    dispatch({ type: "changed", change, reading: source.reading, now: Date.now(), held });
    return change.cursor;
  });
  const follow = useEffectEvent(() => followTail({ ...source.tail, after: state.list.cursor, onFrame }));

  const { opening } = state;
  const isCurrent = !isReplacing && !isUnread && state.key === key;
  useEffect(() => (isCurrent ? follow() : undefined), [opening, isCurrent]);

  const release = useEffectEvent(() =>
    dispatch({ type: "released", reading: source.reading, now: Date.now() }),
  );
  useEffect(() => {
    if (!held) release();
  }, [held]);

  const sweepAt = nextSweepAt(state.list);
  useEffect(() => {
    if (sweepAt === null || held) return undefined;
    const timer = setTimeout(
      () => dispatch({ type: "swept", now: Date.now(), held }),
      Math.max(0, sweepAt - Date.now()),
    );
    return () => clearTimeout(timer);
  }, [sweepAt, held]);

  return {
    rows: state.list.rows,
    totalCount: state.list.totalCount,
    waiting: state.list.waiting.length,
    hasMore: state.list.hasMore,
    isReplacing,
    isLoadingMore: wanted === "more",
    failure: failure?.key === key ? failure : null,
    revision: state.revision,
    loadMore: () => {
      if (wanted === "nothing" && state.list.hasMore) dispatch({ type: "wanted", what: "more" });
    },
    reload: () => dispatch({ type: "wanted", what: "first" }),
  };
}
