// A statement's months are of UTC, as the ledger's days are.

export interface StatementFile {
  label: string;
  /** Where it is to be had, for whoever asks at that moment. */
  addressAt: (now: number) => string;
}

export const statementFiles: readonly StatementFile[] = [
  { label: "This month (UTC)", addressAt: (now) => addressOf(monthAt(now, 0), null) },
  { label: "Last month (UTC)", addressAt: (now) => addressOf(monthAt(now, -1), monthAt(now, 0)) },
  { label: "Everything", addressAt: () => addressOf(null, null) },
];

function monthAt(now: number, offset: number): string {
  const today = new Date(now);
  return new Date(Date.UTC(today.getUTCFullYear(), today.getUTCMonth() + offset, 1)).toISOString();
}

function addressOf(from: string | null, to: string | null): string {
  const search = new URLSearchParams();
  if (from) search.set("from", from);
  if (to) search.set("to", to);
  const query = search.toString();
  return `/api/statement.csv${query && `?${query}`}`;
}
