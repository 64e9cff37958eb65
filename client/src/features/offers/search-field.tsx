"use client";

import { Search } from "lucide-react";
import { useEffect, useEffectEvent, useId, useRef, useState } from "react";
import { Kbd } from "#ui/kbd.tsx";
import { lineWith, type LineRefused } from "./lines.ts";

export interface SearchFieldProps {
  line: string;
  refused: LineRefused | null;
  onWrite: (line: string) => void;
}

const example = "h100 x8 <2.50/gpu region:us reliability>0.98 sort:price,-reliability";

/** The whole search as one line, to be read, written and handed on. */
export function SearchField({ line, refused, onWrite }: SearchFieldProps) {
  const [typed, setTyped] = useState(line);
  const input = useRef<HTMLInputElement>(null);
  const refusalId = useId();

  const onKey = useEffectEvent((event: KeyboardEvent) => {
    const isElsewhere =
      event.target instanceof HTMLElement && event.target.closest("input, textarea, select");
    if (event.key !== "/" || event.ctrlKey || event.metaKey || isElsewhere) return;
    if (document.querySelector("[role=dialog]")) return;
    event.preventDefault();
    input.current?.focus();
    input.current?.select();
  });
  useEffect(() => {
    const listen = (event: KeyboardEvent): void => onKey(event);
    // Before the palette, which takes the same key on pages that have no search.
    window.addEventListener("keydown", listen, { capture: true });
    return () => window.removeEventListener("keydown", listen, { capture: true });
  }, []);

  return (
    <search className="px-4 pb-2">
      <form
        onSubmit={(event) => {
          event.preventDefault();
          onWrite(typed.trim());
        }}
        className="flex h-9 items-center gap-2 rounded-md border border-line-strong bg-sheet px-2.5 focus-within:outline-2 focus-within:-outline-offset-1 focus-within:outline-accent has-aria-invalid:border-danger"
      >
        <Search aria-hidden className="size-3.5 shrink-0 text-ink-faint" />
        <input
          ref={input}
          type="text"
          enterKeyHint="search"
          autoComplete="off"
          autoCapitalize="off"
          spellCheck={false}
          maxLength={1_000}
          aria-label="Search, in one line"
          aria-keyshortcuts="/"
          aria-invalid={refused ? true : undefined}
          aria-describedby={refused ? refusalId : undefined}
          placeholder={example}
          value={typed}
          onChange={(event) => setTyped(event.target.value)}
          onKeyDown={(event) => {
            if (event.key === "Escape") setTyped(line);
          }}
          className="numerals h-full min-w-0 grow bg-transparent font-mono text-xs text-ink outline-none placeholder:text-ink-faint any-pointer-coarse:text-[1rem]"
        />
        <span className="max-sm:hidden">
          <Kbd>{typed.trim() === line ? "/" : "Enter"}</Kbd>
        </span>
      </form>
      {refused && (
        <p
          id={refusalId}
          role="alert"
          className="flex flex-wrap items-baseline gap-x-2 pt-1 text-sm text-danger"
        >
          {refused.message}
          {refused.meant.length > 0 && <span className="text-ink-soft">Write instead:</span>}
          {refused.meant.map((meant) => (
            <button
              key={meant}
              type="button"
              onClick={() => onWrite(lineWith(refused, meant))}
              className="rounded-sm font-mono text-xs text-accent underline-offset-2 hover:underline"
            >
              {meant}
            </button>
          ))}
        </p>
      )}
    </search>
  );
}
