// Finds what must never be committed. Each kind is one pattern; the report says where and which, and never
// quotes the line, so that it is not a second leak.
interface Kind {
  what: string;
  pattern: RegExp;
  /** A second look, where the shape alone accuses too many. */
  accuses?: (found: RegExpExecArray) => boolean;
}

const kinds: Kind[] = [
  { what: "a private key", pattern: /-----BEGIN [A-Z ]*PRIVATE KEY-----/ },
  { what: "an AWS access key", pattern: /\b(?:AKIA|ASIA)[A-Z0-9]{16}\b/ },
  { what: "a GitHub token", pattern: /\b(?:gh[pousr]_[A-Za-z0-9]{36,}|github_pat_\w{50,})/ },
  { what: "a Slack token", pattern: /\bxox[abeprs]-[A-Za-z0-9-]{20,}/ },
  { what: "a Slack webhook", pattern: /hooks\.slack\.com\/services\/[A-Za-z0-9/]{20,}/ },
  { what: "a Google key", pattern: /\bAIza[\w-]{35}\b/ },
  { what: "a Stripe key", pattern: /\b[rs]k_live_[A-Za-z0-9]{20,}/ },
  { what: "an npm token", pattern: /\bnpm_[A-Za-z0-9]{36}\b|_authToken\s*=/ },
  {
    what: "one of our own API keys",
    pattern: /\bberth_[A-Za-z0-9_-]{24,}/,
    accuses: ([key]) => isRandom(key),
  },
  { what: "a signed token", pattern: /\beyJ[\w-]{10,}\.eyJ[\w-]{10,}\.[\w-]{10,}/ },
  {
    what: "an address with a password",
    pattern: /\b[a-z][a-z0-9+]*:\/\/[^\s:@/"'`$]+:([^\s:@/"'`$]+)@([\w.-]+)/,
    accuses: ([, password, host]) => !/^password$/.test(password ?? "") && !isNobodys(host ?? ""),
  },
  {
    what: "a secret with a value",
    pattern:
      /(?:secret|token|passw(?:or)?d|passphrase|api_?-?key|private_?-?key|credential)\w*["']?\s*[:=]\s*["'`]?([\w+/=.~-]{20,})/i,
    accuses: ([, value]) => isRandom(value ?? ""),
  },
  {
    what: "a path of somebody's machine",
    pattern:
      /(?<![\w.~@:}/-])\/(?:root|work|workspace|builds|home\/[a-z][\w-]*|Users\/[A-Za-z][\w-]*)\/[\w.-]/,
  },
  {
    what: "an address inside somebody's network",
    pattern:
      /\b(?:https?|wss?|postgres(?:ql)?):\/\/(?:10\.\d|192\.168\.|172\.(?:1[6-9]|2\d|3[01])\.|[\w.-]+\.(?:internal|intranet|corp|lan)\b)/,
  },
  { what: "a package registry", pattern: /^\s*(?:@[\w-]+:)?registry\s*=|^\s*tarball:\s*http/m },
];

export interface Leak {
  line: number;
  what: string;
  /** The whole line, to be allowed by exactly this. */
  text: string;
}

export function secretsIn(source: string): Leak[] {
  return source.split("\n").flatMap((text, place) =>
    kinds
      .filter(({ pattern, accuses }) => {
        const found = pattern.exec(text);
        return found !== null && (accuses?.(found) ?? true);
      })
      .map(({ what }) => ({ line: place + 1, what, text: text.trim() })),
  );
}

// This machine, and the names that are kept for examples.
function isNobodys(host: string): boolean {
  return /^(localhost|127\.0\.0\.1)$|(^|\.)(example|example\.(com|org|net)|test|invalid)$/.test(host);
}

// A word repeats its letters and holds no digits; what a generator made does neither. The bound lies between
// long names in code (about 3.6 bits a character) and 24 random characters (about 4.2).
function isRandom(value: string): boolean {
  const isHex = /^(?=.*\d)(?=.*[a-f])[\da-f-]{32,}$/i.test(value);
  return isHex || (/\d/.test(value) && /[A-Za-z]/.test(value) && bitsPerCharacter(value) > 3.8);
}

function bitsPerCharacter(value: string): number {
  const counts = new Map<string, number>();
  for (const character of value) counts.set(character, (counts.get(character) ?? 0) + 1);
  return [...counts.values()]
    .map((count) => count / value.length)
    .reduce((bits, share) => bits - share * Math.log2(share), 0);
}
