// Ids are prefixed, opaque and sortable by the time they were made: 48 bits of milliseconds and
// 80 bits of chance, in lower-case Crockford base 32.

export type IdPrefix = keyof typeof things;

const things = {
  acc: "account",
  usr: "user",
  mem: "member",
  inv: "invitation",
  sgn: "sign-in",
  key: "API key",
  pky: "own key at a provider",
  cre: "credential",
  ver: "verification",
  mail: "mail",
  off: "offer",
  ofh: "held offer",
  ses: "session",
  mac: "machine",
  tpl: "template of sessions",
  pol: "pool",
  clo: "closure of a pool",
  res: "reservation",
  rse: "series of reservations",
  rwt: "place on a waitlist",
  lot: "credit lot",
  hld: "hold",
  txn: "transaction",
  top: "top-up",
  poll: "poll",
  ser: "price series",
  wat: "price watch",
  imp: "price import",
  fct: "forecast",
  flx: "flexible job",
  bud: "budget",
  srq: "request to start",
  plu: "planned use",
  wal: "link for a wall screen",
  chn: "alert channel",
  alr: "alert",
  cfe: "calendar feed",
  gcl: "connected calendar",
  cpr: "proposal of a calendar",
  req: "request",
} as const;

const DIGITS = "0123456789abcdefghjkmnpqrstvwxyz";

export function makeId(prefix: IdPrefix, atMs: number, chance: Uint8Array): string {
  if (chance.length !== 10) throw new RangeError("an id takes ten bytes of chance");
  return `${prefix}_${digitsOf(atMs, 10)}${digitsOf(fiveBytes(chance, 0), 8)}${digitsOf(fiveBytes(chance, 5), 8)}`;
}

function fiveBytes(bytes: Uint8Array, at: number): number {
  let number = 0;
  for (let place = at; place < at + 5; place++) number = number * 256 + (bytes[place] ?? 0);
  return number;
}

/** The last so many digits of a whole number. */
function digitsOf(number: number, count: number): string {
  let text = "";
  let left = number;
  for (let place = 0; place < count; place++) {
    text = (DIGITS[left % 32] ?? "") + text;
    left = Math.floor(left / 32);
  }
  return text;
}
