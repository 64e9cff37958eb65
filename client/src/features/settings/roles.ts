import type { Role } from "#gql/graphql.ts";

export const roles = [
  { value: "OWNER", label: "Owner", hint: "Everything, and who the owners are" },
  { value: "ADMIN", label: "Admin", hint: "Members, roles and the account’s name" },
  { value: "OPERATOR", label: "Operator", hint: "Runs machines for everyone in the account" },
  { value: "MEMBER", label: "Member", hint: "Runs machines and makes API keys" },
  { value: "VIEWER", label: "Viewer", hint: "Looks, and changes nothing" },
] as const satisfies readonly { value: Role; label: string; hint: string }[];

export function roleWord(role: Role): string {
  return roles.find(({ value }) => value === role)?.label ?? role;
}

export function readRole(text: string): Role {
  return roles.find(({ value }) => value === text)?.value ?? "MEMBER";
}
