/** A read that begins after it was asked for, shared by all who ask before it begins. */
export function sharedRead<T>(read: () => Promise<T>): () => Promise<T> {
  let running: Promise<T> | undefined;
  let next: Promise<T> | undefined;

  function start(): Promise<T> {
    const mine = read().finally(() => {
      if (running === mine) running = undefined;
    });
    running = mine;
    return mine;
  }

  return () => {
    if (!running) return start();
    next ??= running.then(noMatter, noMatter).then(() => {
      next = undefined;
      return start();
    });
    return next;
  };
}

function noMatter(): void {}
