/** A failure whose message tells the person everything: it is shown as one line, without a stack. */
export class PlainFailure extends Error {}

/** Runs a command to its end. What goes wrong is said once, and the exit code is 1. */
export async function runCommand(command: () => Promise<void>): Promise<void> {
  try {
    await command();
  } catch (error) {
    console.error(error instanceof PlainFailure ? `\n${error.message}` : error);
    process.exitCode = 1;
  }
}

/** Explains the refusals a file system gives; anything else is passed on as it is. */
export function explainUnwritable(error: unknown, folder: string): unknown {
  const code = error instanceof Error && "code" in error ? error.code : undefined;
  if (code === "EACCES" || code === "EPERM" || code === "EROFS" || code === "ENOTDIR" || code === "EEXIST") {
    return new PlainFailure(
      `Berth cannot write to ${folder} (${code}). Make it a folder this user may write to.`,
    );
  }
  if (code === "ENOSPC") return new PlainFailure(`No space is left on the disk of ${folder}.`);
  return error;
}

export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
