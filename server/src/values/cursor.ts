// A place in the order of events: the transaction's number, then the row's. Both only grow, and
// a reader takes only rows of transactions older than any still running, so nothing that
// commits late is passed over.

export interface Position {
  xid: bigint;
  id: bigint;
}

export const START: Position = { xid: 0n, id: 0n };

export function compare(a: Position, b: Position): number {
  if (a.xid !== b.xid) return a.xid < b.xid ? -1 : 1;
  if (a.id !== b.id) return a.id < b.id ? -1 : 1;
  return 0;
}

export function isAfter(a: Position, b: Position): boolean {
  return compare(a, b) > 0;
}

export function encodeCursor(position: Position): string {
  return Buffer.from(`e1.${position.xid.toString(36)}.${position.id.toString(36)}`).toString("base64url");
}

export function decodeCursor(text: string): Position | null {
  const match = /^e1\.([0-9a-z]{1,13})\.([0-9a-z]{1,13})$/.exec(
    Buffer.from(text.slice(0, 64), "base64url").toString("latin1"),
  );
  if (!match?.[1] || !match[2]) return null;
  const position = { xid: fromBase36(match[1]), id: fromBase36(match[2]) };
  const MAX = 2n ** 63n - 1n;
  return position.xid <= MAX && position.id <= MAX ? position : null;
}

function fromBase36(text: string): bigint {
  let value = 0n;
  for (const digit of text) value = value * 36n + BigInt(Number.parseInt(digit, 36));
  return value;
}
