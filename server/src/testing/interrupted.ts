import type { Ctx } from "../platform/context.ts";

/** The connection to the database was lost, and with it what was being done. */
class Interrupted extends Error {}

export type Cut = "before" | "after" | null;

/**
 * Asked at each transaction whether it is cut: before it does anything, or after it has committed. Others may act
 * before it begins.
 */
export function interruptible(ctx: Ctx, cutOf: () => Cut, others = async (): Promise<void> => {}): Ctx {
  const db = new Proxy(ctx.db, {
    get: (target, name) => {
      const value: unknown = Reflect.get(target, name);
      if (typeof value !== "function") return value;
      if (name !== "transaction") return value.bind(target) as unknown;
      return async (...args: unknown[]) => {
        await others();
        const cut = cutOf();
        if (cut === "before") throw new Interrupted();
        const result: unknown = await Reflect.apply(value as (...all: unknown[]) => unknown, target, args);
        if (cut === "after") throw new Interrupted();
        return result;
      };
    },
  });
  return { ...ctx, db };
}

/** Nothing but lost connections, however many. */
export function isInterruption(error: unknown): boolean {
  const errors: unknown[] = error instanceof AggregateError ? error.errors : [error];
  return errors.every((one) => one instanceof Interrupted);
}
