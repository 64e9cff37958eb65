/** What a key can be allowed; a key does nothing that is not here. */
export const scopes = [
  { value: "read", label: "Read", hint: "Offers, activity, the account" },
  {
    value: "accounts:write",
    label: "Change the account",
    hint: "Its name, its budgets and where its alerts go",
  },
  { value: "offers:write", label: "Hold offers", hint: "Keep a price for some minutes, and watch for one" },
  {
    value: "sessions:write",
    label: "Rent machines",
    hint: "Start, extend and stop sessions; standing orders",
  },
  { value: "reservations:write", label: "Book ahead", hint: "Quote, book, move and cancel reservations" },
] as const;
