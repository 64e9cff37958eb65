const machines: Partial<Record<NodeJS.Architecture, string>> = { x64: "x86_64", arm64: "aarch64" };

/** The program that runs this one, where a rented machine could run it too, and what `uname -m` says on such a machine. */
export function ownNode(): { file: string; machine: string } | null {
  const machine = machines[process.arch];
  return process.platform === "linux" && machine !== undefined ? { file: process.execPath, machine } : null;
}
