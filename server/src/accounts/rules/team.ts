import type { Role } from "../../values/actor.ts";

/**
 * Only owners make, change and remove owners; everybody else is in the hands of owners and admins
 * alike. Null is somebody who is not in the team before, or will not be after.
 */
export function mayMove(by: Role, from: Role | null, to: Role | null): boolean {
  if (by === "owner") return true;
  return by === "admin" && from !== "owner" && to !== "owner";
}
