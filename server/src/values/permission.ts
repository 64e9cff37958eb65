import type { Actor, Role, Scope } from "./actor.ts";

// The one table of who may do what. A person is asked for a role in the account at hand; a key
// for a scope. `people` marks what a key can never do, whatever its scopes; `operators`, what nobody
// can but those who run this Berth, whatever their role.

interface Permission {
  roles: readonly Role[] | "operators";
  key: Scope | "people";
}

const anyone: readonly Role[] = ["owner", "admin", "operator", "member", "viewer"];
const workers: readonly Role[] = ["owner", "admin", "operator", "member"];
const leads: readonly Role[] = ["owner", "admin"];

const table = {
  "viewer.read": { roles: anyone, key: "read" },
  "account.read": { roles: anyone, key: "read" },
  "activity.read": { roles: anyone, key: "read" },
  "offers.read": { roles: anyone, key: "read" },
  "offers.hold": { roles: workers, key: "offers:write" },
  "priceWatches.read": { roles: anyone, key: "read" },
  "priceWatches.write": { roles: workers, key: "offers:write" },
  "flexibleJobs.read": { roles: anyone, key: "read" },
  "flexibleJobs.write": { roles: workers, key: "sessions:write" },
  "forecasts.read": { roles: anyone, key: "read" },
  "members.read": { roles: anyone, key: "read" },
  "invitations.read": { roles: leads, key: "people" },
  "apiKeys.read": { roles: workers, key: "people" },
  "account.create": { roles: anyone, key: "people" },
  "account.switch": { roles: anyone, key: "people" },
  "account.rename": { roles: leads, key: "accounts:write" },
  "members.invite": { roles: leads, key: "people" },
  "members.change": { roles: leads, key: "people" },
  "members.leave": { roles: anyone, key: "people" },
  "invitations.cancel": { roles: leads, key: "people" },
  "invitations.accept": { roles: anyone, key: "people" },
  "apiKeys.create": { roles: workers, key: "people" },
  "apiKeys.rotate": { roles: workers, key: "people" },
  "apiKeys.revoke": { roles: workers, key: "people" },
  "providerKeys.read": { roles: workers, key: "people" },
  "providerKeys.change": { roles: leads, key: "people" },
  "sessions.read": { roles: anyone, key: "read" },
  "savings.read": { roles: anyone, key: "read" },
  "savings.share": { roles: [...leads, "operator"], key: "people" },
  "sessions.start": { roles: workers, key: "sessions:write" },
  "sessions.allowLonger": { roles: "operators", key: "people" },
  "sessions.useTemplates": { roles: workers, key: "sessions:write" },
  "sessions.stop": { roles: workers, key: "sessions:write" },
  "pools.read": { roles: anyone, key: "read" },
  "pools.change": { roles: "operators", key: "people" },
  "reservations.read": { roles: anyone, key: "read" },
  "reservations.book": { roles: workers, key: "reservations:write" },
  "reservations.change": { roles: workers, key: "reservations:write" },
  "accounts.changePlan": { roles: "operators", key: "people" },
  "fleet.read": { roles: "operators", key: "people" },
  "budgets.read": { roles: anyone, key: "read" },
  "budgets.write": { roles: [...leads, "operator"], key: "accounts:write" },
  "alerts.read": { roles: anyone, key: "read" },
  "alerts.write": { roles: [...leads, "operator"], key: "accounts:write" },
  "notifications.read": { roles: anyone, key: "people" },
  "calendars.read": { roles: anyone, key: "people" },
  "calendars.write": { roles: anyone, key: "people" },
  "signIns.revoke": { roles: anyone, key: "people" },
  "sandbox.read": { roles: anyone, key: "read" },
  "sandbox.move": { roles: workers, key: "sessions:write" },
  "credits.read": { roles: anyone, key: "read" },
  "credits.topUp": { roles: leads, key: "people" },
  "credits.grant": { roles: "operators", key: "people" },
} as const satisfies Record<string, Permission>;

export type Action = keyof typeof table;

// What a key that is bound to consumers may do at all: what is everybody's, and what tells consumers apart. The rest
// is of the whole account, and what comes later is not among these until somebody says so.
const forBoundKeys: ReadonlySet<Action> = new Set<Action>([
  "viewer.read",
  "account.read",
  "offers.read",
  "forecasts.read",
  "pools.read",
  "sessions.read",
  "sessions.start",
  "sessions.stop",
  "reservations.read",
  "reservations.book",
  "reservations.change",
]);

export const actions = Object.keys(table) as Action[];

export function may(actor: Actor, action: Action): boolean {
  const permission: Permission = table[action];
  switch (actor.kind) {
    case "person":
      return permission.roles === "operators" ? actor.runsBerth : permission.roles.includes(actor.role);
    case "key":
      return (
        permission.key !== "people" &&
        actor.scopes.includes(permission.key) &&
        (actor.consumers === null || forBoundKeys.has(action))
      );
    case "system":
      return true;
    case "nobody":
      return false;
  }
}

/** What a key needs for it; null where no key may. */
export function scopeFor(action: Action): Scope | null {
  const { key }: Permission = table[action];
  return key === "people" ? null : key;
}

/** What a key with these scopes may do; shown when one is made. */
export function actionsOf(actor: Actor): Action[] {
  return actions.filter((action) => may(actor, action));
}
