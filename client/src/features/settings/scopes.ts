/** What a key can be allowed; a key does nothing that is not here. */
export const scopes = [
  { value: "read", label: "Read", hint: "Offers, activity, the account" },
  { value: "accounts:write", label: "Change the account", hint: "Rename it" },
  { value: "sessions:write", label: "Rent machines", hint: "Start, extend and stop sessions" },
] as const;
