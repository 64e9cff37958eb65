import { BlockList, isIP } from "node:net";

const near = new BlockList();
near.addSubnet("127.0.0.0", 8);
near.addSubnet("10.0.0.0", 8);
near.addSubnet("172.16.0.0", 12);
near.addSubnet("192.168.0.0", 16);
near.addSubnet("169.254.0.0", 16);
near.addAddress("::1", "ipv6");
near.addSubnet("fc00::", 7, "ipv6");
near.addSubnet("fe80::", 10, "ipv6");

/**
 * Who asked, by what those in between say. A proxy adds its neighbour's address at the end of the
 * list, and what stands before that anybody may have written. So the list is read from the end, and
 * only neighbours of our own network are believed.
 */
export function clientAddress(forwarded: string | undefined, peer: string | undefined): string {
  const said = (forwarded ?? "").split(",").map((one) => one.trim());
  const chain = [...said, peer ?? ""]
    .map((one) => one.replace(/^::ffff:/i, ""))
    .filter((one) => isIP(one) !== 0);
  for (let at = chain.length - 1; at >= 0; at--) {
    const address = chain[at] ?? "";
    if (!near.check(address, isIP(address) === 6 ? "ipv6" : "ipv4")) return address;
    // The next one was written by this neighbour; one that is no address ends the chain.
  }
  return chain.at(-2) ?? chain.at(-1) ?? "127.0.0.1";
}
