"use client";

import { useEffect, useState, type RefObject } from "react";

/** The width under which the style sheet shows rows in their compact form (3xl, in root font sizes). */
const columnsFromRem = 48;

/**
 * Which form of its rows a table has room for. The server does not know the window, so it draws both and
 * the style sheet shows one; once the browser knows, only that one is drawn.
 */
export function useShape(element: RefObject<HTMLElement | null>): "both" | "columns" | "compact" {
  const [shape, setShape] = useState<"both" | "columns" | "compact">("both");
  useEffect(() => {
    const observed = element.current;
    if (!observed) return undefined;
    const rem = Number.parseFloat(getComputedStyle(document.documentElement).fontSize);
    const observer = new ResizeObserver(([entry]) => {
      if (entry) setShape(entry.contentRect.width < columnsFromRem * rem ? "compact" : "columns");
    });
    observer.observe(observed);
    return () => observer.disconnect();
  }, [element]);
  return shape;
}
