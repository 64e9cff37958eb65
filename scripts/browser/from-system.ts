import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";

/** Installs Chromium from the packages of Debian or its kin. Answers whether that went well; only root can. */
export function installFromSystem(): boolean {
  if (process.getuid?.() !== 0 || !isDebian()) return false;
  const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
  // Where there is no network this should be known soon.
  const patience = ["-o", "Acquire::http::Timeout=20", "-o", "Acquire::Retries=1"];
  const apt = (...args: string[]) =>
    spawnSync("/usr/bin/apt-get", [...patience, ...args], { stdio: "ignore", env }).status === 0;
  // Lists that cannot be renewed may still be good enough.
  apt("update");
  return apt("install", "--yes", "--no-install-recommends", "chromium");
}

function isDebian(): boolean {
  try {
    return /^ID(_LIKE)?=.*\b(debian|ubuntu)\b/m.test(readFileSync("/etc/os-release", "utf8"));
  } catch {
    return false;
  }
}
