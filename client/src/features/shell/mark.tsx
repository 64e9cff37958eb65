/** A quay, and a place at it. */
export function Mark() {
  return (
    <svg viewBox="0 0 24 24" aria-hidden className="size-6">
      <path d="M4 3v18" stroke="currentColor" strokeWidth="2.5" fill="none" />
      <path d="M4 7.5h9.5a4.5 4.5 0 0 1 0 9H4" stroke="currentColor" strokeWidth="2.5" fill="none" />
      <path d="M20.5 3v18" className="stroke-accent" strokeWidth="2.5" fill="none" />
    </svg>
  );
}
