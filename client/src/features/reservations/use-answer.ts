"use client";

import { useEffect, useEffectEvent, useState } from "react";

/**
 * What the API says to a question that is still being written: asked a moment after it was last changed, and again
 * whenever `seen` is another. Null while the answer to what is asked now is not there: an older one says nothing of
 * it. An answer is never a fault: `ask` says what to show then.
 */
export function useAnswer<Answer>(
  asked: string,
  seen: unknown,
  ask: () => Promise<Answer | null>,
): { answer: Answer | null; again: () => void } {
  const [known, setKnown] = useState<{ asked: string; answer: Answer | null } | null>(null);
  const [tries, setTries] = useState(0);
  const askNow = useEffectEvent(ask);
  useEffect(() => {
    let gone = false;
    const read = async () => {
      const answer = await askNow();
      if (!gone) setKnown({ asked, answer });
    };
    const timer = setTimeout(() => void read(), SETTLES_MS);
    return () => {
      gone = true;
      clearTimeout(timer);
    };
  }, [asked, seen, tries]);
  return {
    answer: known?.asked === asked ? known.answer : null,
    again: () => setTries((count) => count + 1),
  };
}

const SETTLES_MS = 120;
