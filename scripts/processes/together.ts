/**
 * Does several things at once. When one fails the others are told to end, all are waited for, and the first failure
 * is the outcome: nothing is still being made behind the back of whoever cleans up.
 */
export async function together(
  signal: AbortSignal,
  tasks: readonly ((signal: AbortSignal) => Promise<unknown>)[],
): Promise<void> {
  const failed = new AbortController();
  const either = AbortSignal.any([signal, failed.signal]);
  let first: { reason: unknown } | undefined;
  const watch = async (task: (signal: AbortSignal) => Promise<unknown>) => {
    try {
      await task(either);
    } catch (reason) {
      first ??= { reason };
      failed.abort();
    }
  };
  await Promise.all(tasks.map(watch));
  if (first) throw first.reason;
}
