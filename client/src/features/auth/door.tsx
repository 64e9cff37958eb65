import type { ReactNode } from "react";

/** The page before the console: what this is, and the way in. */
export function Door({ title, children, foot }: { title: string; children: ReactNode; foot: ReactNode }) {
  return (
    <main className="grid min-h-dvh place-items-center px-4 py-10">
      <div className="w-full max-w-92">
        <p className="text-sm text-ink-faint">
          <span className="font-semibold tracking-tight text-ink">Berth</span> — find, book, run and pay for
          GPUs across clouds
        </p>
        <section className="mt-4 rounded-lg border bg-sheet p-6">
          <h1 className="text-xl font-semibold tracking-tight">{title}</h1>
          <div className="mt-4">{children}</div>
        </section>
        <p className="mt-4 text-sm text-ink-soft">{foot}</p>
      </div>
    </main>
  );
}
