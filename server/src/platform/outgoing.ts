import { lookup as systemLookup } from "node:dns";
import { isIP, type LookupFunction } from "node:net";
import ipaddr from "ipaddr.js";
import { Agent, request } from "undici";

// Requests to addresses that users chose. Whoever chooses an address must not thereby reach what only this machine
// can: so an address is looked at where the connection is made, after its name was resolved and in the very answer
// that is connected to, and a name that means another machine a moment later gains nothing. Nothing is followed,
// waited for long, or read at length.

export class AddressRefused extends Error {}

export interface Outgoing {
  post(url: string, message: { headers: Record<string, string>; body: string }): Promise<Answer>;
  close(): Promise<void>;
}

export interface Answer {
  status: number;
  retryAfterSeconds: number | null;
}

export interface OutgoingOptions {
  /** Also to this machine and its neighbours, and without encryption. */
  allowPrivate: boolean;
  patienceMs?: number;
  lookup?: LookupFunction;
}

const PATIENCE_MS = 10_000;
const READ_BYTES = 64 * 1024;

export function makeOutgoing({ allowPrivate, patienceMs = PATIENCE_MS, lookup }: OutgoingOptions): Outgoing {
  const resolve = lookup ?? systemLookup;
  const agent = new Agent({
    connections: 10,
    keepAliveTimeout: 4_000,
    connectTimeout: patienceMs,
    headersTimeout: patienceMs,
    bodyTimeout: patienceMs,
    connect: { lookup: allowPrivate ? resolve : refusingPrivate(resolve) },
  });
  return {
    async post(url, { headers, body }) {
      const { hostname, protocol } = new URL(url);
      if (!allowPrivate) {
        if (protocol !== "https:") throw new AddressRefused("only https");
        // A number needs no lookup, and none is made.
        const bare = hostname.replace(/^\[|\]$/g, "");
        if (isIP(bare) !== 0 && !isPublic(bare)) throw new AddressRefused("a private address");
      }
      const answer = await request(url, {
        method: "POST",
        headers,
        body,
        dispatcher: agent,
        signal: AbortSignal.timeout(patienceMs),
      });
      // What is said beyond the status is nobody's, and a long answer ends here.
      await answer.body.dump({ limit: READ_BYTES }).catch(() => {});
      return { status: answer.statusCode, retryAfterSeconds: secondsOf(answer.headers["retry-after"]) };
    },
    close: () => agent.destroy(),
  };
}

function secondsOf(header: string | string[] | undefined): number | null {
  return typeof header === "string" && /^\d{1,6}$/.test(header) ? Number(header) : null;
}

/** Only what anybody on the internet may reach, too. */
export function isPublic(address: string): boolean {
  if (!ipaddr.isValid(address)) return false;
  const parsed = ipaddr.parse(address);
  // Of IPv6 all that is given out is in 2000::/3; what lies elsewhere, such as ::7f00:1, may stand for something near.
  const isGivenOut = !(parsed instanceof ipaddr.IPv6) || ((parsed.parts[0] ?? 0) & 0xe000) === 0x2000;
  return isGivenOut && parsed.range() === "unicast";
}

function refusingPrivate(resolve: LookupFunction): LookupFunction {
  return (hostname, options, answer) =>
    resolve(hostname, { ...options, all: true }, (error, found) => {
      if (error) return answer(error, "", 4);
      const addresses = typeof found === "string" ? [{ address: found, family: isIP(found) }] : found;
      // One that is private among others is a trick, and none of them is used.
      const [first] = addresses;
      if (!first || !addresses.every(({ address }) => isPublic(address)))
        return answer(new AddressRefused("a private address"), "", 4);
      return options.all ? answer(null, addresses) : answer(null, first.address, first.family);
    });
}
