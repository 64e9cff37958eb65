import type { SshAddress } from "../../providers/provider.ts";

// How a person logs in. What a provider gave as a host is only printed where it can be nothing but a
// host: these lines are copied into a terminal.

const HOST = /^[A-Za-z0-9][A-Za-z0-9.:-]{0,252}$/;
const USER = /^[a-z_][a-z0-9_-]{0,31}$/;

export function sshCommandOf(address: SshAddress): string | null {
  return isPlain(address) ? `ssh -p ${address.port} ${address.user}@${address.host}` : null;
}

export function sshConfigOf(sessionId: string, address: SshAddress): string | null {
  if (!isPlain(address)) return null;
  return [
    `Host berth-${sessionId.slice(-6)}`,
    `  HostName ${address.host}`,
    `  Port ${address.port}`,
    `  User ${address.user}`,
  ].join("\n");
}

function isPlain({ host, user, port }: SshAddress): boolean {
  return HOST.test(host) && USER.test(user) && Number.isInteger(port) && port > 0 && port < 65_536;
}
