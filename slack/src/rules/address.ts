/** Null for what is none. Node 20 has no other way to ask. */
export function readUrl(text: string): URL | null {
  try {
    return new URL(text);
  } catch {
    return null;
  }
}
