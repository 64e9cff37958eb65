/** What a key can be allowed; a key does nothing that is not here. */
export const scopes = [
  { value: "read", label: "Read", hint: "Offers, activity, the team" },
  { value: "accounts:write", label: "Change the team", hint: "Rename it" },
] as const;
