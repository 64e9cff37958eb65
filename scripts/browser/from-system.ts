import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";

/** Installs Chromium from the packages of Debian or its kin. Answers whether that went well; only root can. */
export async function installFromSystem(): Promise<boolean> {
  if (process.getuid?.() !== 0 || !isDebian()) return false;
  const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
  // Where there is no network this should be known soon.
  const patience = ["-o", "Acquire::http::Timeout=20", "-o", "Acquire::Retries=1"];
  const apt = async (...args: string[]): Promise<boolean> => {
    const running = spawn("/usr/bin/apt-get", [...patience, ...args], { stdio: "ignore", env });
    const [code] = await once(running, "close").catch(() => [1]);
    return code === 0;
  };
  // Lists that cannot be renewed may still be good enough.
  await apt("update");
  const install = (name: string) => apt("install", "--yes", "--no-install-recommends", name);
  // Not every kin of Debian has the one without windows.
  return (await install("chromium-headless-shell")) || (await install("chromium"));
}

function isDebian(): boolean {
  try {
    return /^ID(_LIKE)?=.*\b(debian|ubuntu)\b/m.test(readFileSync("/etc/os-release", "utf8"));
  } catch {
    return false;
  }
}
