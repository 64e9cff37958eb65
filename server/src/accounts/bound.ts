import type { Ctx } from "../platform/context.ts";
import { boundTo } from "../values/actor.ts";
import { InvalidInput } from "../values/refusal.ts";

/** A key that is bound to consumers begins nothing for others, and nothing for nobody. */
export function refuseForeignConsumer(
  { actor }: Pick<Ctx, "actor">,
  consumer: string | null | undefined,
): void {
  const consumers = boundTo(actor);
  if (consumers === null || consumers.includes(consumer?.trim() ?? "")) return;
  const names = consumers.map((name) => `“${name}”`).join(", ");
  throw new InvalidInput("consumer", `This key acts only for ${names}: say for which.`);
}
