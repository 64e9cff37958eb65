// One Ctrl-C can arrive more than once: the terminal gives it to every process in front of it, and npm passes its
// own on. So what follows within the moment is the same key press, and only a later one asks again.
const sameKeyPressMs = 700;

/** Settles when the person, the system or the death of our parent says that it is time to stop. */
export function untilInterrupted({ again }: { again: () => void }): Promise<void> {
  return new Promise((resolve) => {
    let firstAt: number | null = null;
    const interrupt = () => {
      if (firstAt === null) {
        firstAt = performance.now();
        resolve();
      } else if (performance.now() - firstAt > sameKeyPressMs) {
        again();
      }
    };
    for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, interrupt);
    // scripts/run.mjs holds the other end of a channel; it closes when that process is killed.
    if (process.channel) {
      process.on("disconnect", interrupt);
      process.channel.unref();
    }
    // A terminal that is gone takes no more lines; that must not end us before the programs have ended.
    process.stdout.on("error", () => {});
    process.stderr.on("error", () => {});
  });
}
