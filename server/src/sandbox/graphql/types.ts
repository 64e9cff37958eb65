import { Field, Int, ObjectType } from "type-graphql";
import { RefusalType } from "../../graphql/refusals.ts";
import { DateTime } from "../../graphql/scalars.ts";
import type { SandboxClock } from "../../platform/clock.ts";

@ObjectType("Sandbox", {
  description: "A Berth in which everything is simulated, so that its time may be moved on.",
})
export class SandboxType {
  @Field(() => DateTime, { description: "The hour that everything in it goes by." })
  now: Date;

  @Field(() => Int, { description: "So far that is ahead of the real one." })
  aheadSeconds: number;
}

@ObjectType("NoSandbox", {
  implements: RefusalType,
  description: "Something here is real, or the simulated market does not answer; its time cannot be moved.",
})
export class NoSandboxType extends RefusalType {}

export function toSandbox(clock: SandboxClock): SandboxType {
  return { now: clock.now(), aheadSeconds: Math.round(clock.aheadMs() / 1000) };
}
