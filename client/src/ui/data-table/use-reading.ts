"use client";

import { useEffect, useEffectEvent, useRef, useState } from "react";

/** Without a move or a key for this long, nobody is taken to read any more. */
const attentionMs = 8_000;

/** Tells when someone is on the rows with the pointer or the keyboard, and when no longer. */
export function useReading(onReading: (reading: boolean) => void) {
  const [reading, setReading] = useState(false);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const tell = useEffectEvent(onReading);

  useEffect(() => tell(reading), [reading]);
  useEffect(() => () => clearTimeout(timer.current), []);

  const attend = (): void => {
    clearTimeout(timer.current);
    timer.current = setTimeout(() => setReading(false), attentionMs);
    setReading(true);
  };
  const leave = (): void => {
    clearTimeout(timer.current);
    setReading(false);
  };
  return { onPointerMove: attend, onPointerLeave: leave, onKeyDownCapture: attend };
}
