import { bustle } from "./market/bustle.ts";
import type { Happening, World } from "./world.ts";

/** Brings the world to `now`: everything due until then happens, in order and each at its own moment. */
export function advance(world: World, now: number): void {
  for (let due = world.agenda.takeDue(now); due; due = world.agenda.takeDue(now)) {
    world.now = Math.max(world.now, due.at);
    happen(world, due.event);
  }
  world.now = Math.max(world.now, now);
}

function happen(world: World, happening: Happening): void {
  bustle(world, happening);
}
