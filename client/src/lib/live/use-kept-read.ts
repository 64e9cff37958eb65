"use client";

import { useEffect, useEffectEvent, useRef } from "react";
import { keepRead, type KeptRead } from "./keep-read.ts";

/** Keeps what a component shows as it is, as long as it is there; returns what to call when that has changed. */
export function useKeptRead<Data>(
  ask: () => Promise<{ data?: Data | undefined }>,
  show: (data: Data) => void,
): () => void {
  const askNow = useEffectEvent(ask);
  const showNow = useEffectEvent(show);
  const kept = useRef<KeptRead>(null);
  useEffect(() => {
    const mine = keepRead(() => askNow(), showNow);
    kept.current = mine;
    return mine.stop;
  }, []);
  return () => kept.current?.again();
}
