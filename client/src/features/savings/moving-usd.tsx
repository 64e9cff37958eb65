"use client";

import { useEffect, useRef } from "react";
import { useMedia } from "#lib/media.ts";
import { decimal } from "#lib/money.ts";
import { useClock } from "#lib/reader.tsx";
import { classNames } from "#ui/class-names.ts";
import { movingDigits } from "./moving-digits.ts";

/** More often than the eye follows would only cost power. */
const framesASecond = 15;
const calmMs = 5_000;

export interface MovingUsdProps {
  /** The amount at an instant of the page's own clock; null while nothing is told. */
  read: (now: number) => bigint | null;
  /** What stands there until then, and what the server rendered. */
  first: string;
  moves: boolean;
  className?: string;
  label: string;
}

/**
 * An amount that moves, drawn without drawing the page: only its text changes, in digits of one width and in room that is
 * kept for two more. Who asked for less motion sees whole cents, some seconds apart. It is read out as it stands when it
 * is come upon, and does not interrupt.
 */
export function MovingUsd({ read, first, moves, className, label }: MovingUsdProps) {
  const digits = useRef<HTMLSpanElement>(null);
  const rest = useRef<HTMLSpanElement>(null);
  const spoken = useRef<HTMLSpanElement>(null);
  const isCalm = useMedia("(prefers-reduced-motion: reduce)");
  const minute = useClock((now) => Math.floor(now / 60_000));
  const started = movingDigits(first, isCalm);

  useEffect(() => {
    const draw = () => {
      const amount = read(performance.now());
      const told = movingDigits(amount === null ? first : decimal(amount), isCalm);
      if (digits.current && digits.current.textContent !== told.first)
        digits.current.textContent = told.first;
      if (rest.current && rest.current.textContent !== told.rest) rest.current.textContent = told.rest;
    };
    draw();
    if (!moves) return;
    if (isCalm) {
      const timer = setInterval(draw, calmMs);
      return () => clearInterval(timer);
    }
    let frame = 0;
    let drawnAt = 0;
    const step = (now: number) => {
      if (now - drawnAt >= 1_000 / framesASecond) {
        drawnAt = now;
        draw();
      }
      frame = requestAnimationFrame(step);
    };
    frame = requestAnimationFrame(step);
    return () => cancelAnimationFrame(frame);
  }, [read, first, moves, isCalm]);

  useEffect(() => {
    const amount = read(performance.now());
    const { first: dollars } = movingDigits(amount === null ? first : decimal(amount), true);
    if (spoken.current) spoken.current.textContent = `${label}: ${dollars}`;
  }, [read, first, label, minute]);

  return (
    <span className={classNames("numerals inline-block max-w-full font-mono whitespace-nowrap", className)}>
      <span ref={spoken} className="sr-only" />
      <span
        aria-hidden
        className="inline-block"
        style={{ minWidth: `min(100%, ${started.first.length + started.rest.length + 2}ch)` }}
      >
        <span ref={digits}>{started.first}</span>
        <span ref={rest} className="text-[0.62em] text-ink-faint">
          {started.rest}
        </span>
      </span>
    </span>
  );
}
