"use client";

import { dayAndTime } from "#lib/time.ts";
import { hourNow } from "#lib/hour.ts";
import { buttonStyle } from "#ui/button-style.ts";
import { classNames } from "#ui/class-names.ts";
import { afterKey } from "./selection-keys.ts";
import { lasts } from "./wall-clock.ts";

/** What is chosen, to be moved by the arrow keys as it is dragged by the pointer; what it became is read out. */
export function SelectionButton(props: {
  chosen: { startsAt: string; endsAt: string };
  zone: string;
  onChoose: (window: { startsAt: string; endsAt: string }) => void;
}) {
  const { chosen, zone, onChoose } = props;
  const text = `${dayAndTime(chosen.startsAt, zone)}, for ${lasts(chosen.startsAt, chosen.endsAt)}`;
  return (
    <>
      <button
        type="button"
        aria-label={`Chosen: ${text}. Arrow keys move it, with Shift its end.`}
        aria-keyshortcuts="ArrowUp ArrowDown ArrowLeft ArrowRight Shift+ArrowUp Shift+ArrowDown"
        title="Arrow keys move it by a quarter of an hour or a day, Page Up and Down by an hour; with Shift, its end."
        className={classNames(buttonStyle({ tone: "plain", size: "sm" }), "numerals")}
        onKeyDown={(event) => {
          const next = afterKey(chosen, event, zone, hourNow());
          if (!next) return;
          event.preventDefault();
          onChoose(next);
        }}
      >
        {text}
      </button>
      <span className="sr-only" aria-live="polite">
        {text}
      </span>
    </>
  );
}
