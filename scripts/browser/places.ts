import { globSync, statSync } from "node:fs";
import { homedir } from "node:os";
import { delimiter, join } from "node:path";

/** Browsers that may be on this machine already, the likeliest first. */
export function listPlaces(): string[] {
  const places = [...installed(), ...playwrightsOwn()];
  return [...new Set(places)].filter((path) => statSync(path, { throwIfNoEntry: false })?.isFile());
}

function installed(): string[] {
  switch (process.platform) {
    case "darwin":
      return ["/Applications", join(homedir(), "Applications")].flatMap((folder) =>
        ["Google Chrome", "Chromium", "Microsoft Edge", "Brave Browser"].map((name) =>
          join(folder, `${name}.app`, "Contents", "MacOS", name),
        ),
      );
    case "win32":
      return ["PROGRAMFILES", "PROGRAMFILES(X86)", "LOCALAPPDATA"]
        .flatMap((name) => process.env[name] ?? [])
        .flatMap((folder) => [
          join(folder, "Google", "Chrome", "Application", "chrome.exe"),
          join(folder, "Chromium", "Application", "chrome.exe"),
          join(folder, "Microsoft", "Edge", "Application", "msedge.exe"),
        ]);
    default: {
      const folders = [
        ...(process.env["PATH"] ?? "").split(delimiter),
        "/usr/bin",
        "/usr/local/bin",
        "/snap/bin",
      ];
      // The first has no windows, which nobody here would see, and is the quickest.
      const names = [
        "chromium-headless-shell",
        "chromium",
        "chromium-browser",
        "google-chrome",
        "google-chrome-stable",
        "microsoft-edge",
      ];
      return names.flatMap((name) => folders.filter(Boolean).map((folder) => join(folder, name)));
    }
  }
}

function playwrightsOwn(): string[] {
  const programs = {
    darwin: ["*.app/Contents/MacOS/*", "headless_shell", "chrome-headless-shell"],
    win32: ["chrome.exe", "headless_shell.exe", "chrome-headless-shell.exe"],
    linux: ["chrome", "headless_shell", "chrome-headless-shell"],
  }[process.platform as "darwin" | "win32" | "linux"];
  return globSync(
    (programs ?? []).map((program) => join(playwrightCache(), "chromium*", "chrome*", program)),
  ).toSorted((one, other) => other.localeCompare(one, "en", { numeric: true }));
}

function playwrightCache(): string {
  const given = process.env["PLAYWRIGHT_BROWSERS_PATH"];
  if (given && given !== "0") return given;
  if (process.platform === "darwin") return join(homedir(), "Library", "Caches", "ms-playwright");
  if (process.platform === "win32") return join(process.env["LOCALAPPDATA"] ?? homedir(), "ms-playwright");
  return join(process.env["XDG_CACHE_HOME"] ?? join(homedir(), ".cache"), "ms-playwright");
}
