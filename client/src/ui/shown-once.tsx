import { CopyButton } from "./copy-button.tsx";

/** A secret that is shown this once: all of it to be seen, selected by a click and copied, however narrow the screen is. */
export function ShownOnce({ text, label, what }: { text: string; label: string; what: string }) {
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] justify-items-start gap-2 sm:grid-cols-[minmax(0,1fr)_auto]">
      <pre
        aria-label={label}
        className="w-full rounded-md border bg-well px-3 py-2 font-mono text-xs break-all whitespace-pre-wrap select-all"
      >
        {text}
      </pre>
      <CopyButton text={text} what={what} />
    </div>
  );
}
