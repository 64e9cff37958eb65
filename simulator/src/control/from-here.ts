import type { Call } from "../http/exchange.ts";

/** A program on this machine, and never a web page. */
export function isFromHere({ address, headers }: Pick<Call, "address" | "headers">): boolean {
  return /^(127\.|::1$|::ffff:127\.)/.test(address) && headers.origin === undefined;
}
