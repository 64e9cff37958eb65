export interface Installed {
  name: string;
  version: string;
  /** As the package words it: an SPDX expression, or something near it. */
  licence: string;
  /** Whether it goes out with what we ship, or only helps to make it. */
  shipped: boolean;
}

const permitted = new Set([
  "0BSD",
  "Apache-2.0",
  "BlueOak-1.0.0",
  "BSD-2-Clause",
  "BSD-3-Clause",
  "CC0-1.0",
  "ISC",
  "MIT",
  "MIT-0",
  "OFL-1.1",
  "PostgreSQL",
  "Python-2.0",
  "Unlicense",
  "WTFPL",
  "Zlib",
]);

const spellings: Record<string, string> = { "SIL OPEN FONT LICENSE": "OFL-1.1" };

export interface Exception {
  /** A package, or with a star at its end a family of them. */
  name: string;
  licence: string;
  /** Whether it may be in what we ship as well. */
  shipped: boolean;
  why: string;
}

export function licenceBreaches(installed: readonly Installed[], exceptions: readonly Exception[]): string[] {
  return installed
    .filter(({ licence }) => !permits(licence))
    .filter((one) => !exceptions.some((exception) => covers(exception, one)))
    .map(({ name, version, licence, shipped }) => {
      const where = shipped ? "what we ship" : "development";
      return `${name}@${version}: ${licence || "no licence"} in ${where}. Do without it, or list it with a reason.`;
    });
}

function covers(exception: Exception, { name, licence, shipped }: Installed): boolean {
  const isNamed = exception.name.endsWith("*")
    ? name.startsWith(exception.name.slice(0, -1))
    : name === exception.name;
  return isNamed && licence === exception.licence && (exception.shipped || !shipped);
}

/** One of the alternatives must be permitted as a whole; everything joined by AND must be. */
export function permits(expression: string): boolean {
  const plain = (spellings[expression] ?? expression).replaceAll(/[()]/g, " ");
  return plain
    .split(/\bOR\b/)
    .some((alternative) => alternative.split(/\bAND\b/).every((licence) => permitted.has(licence.trim())));
}
