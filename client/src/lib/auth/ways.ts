/** The ways in that are open here. */
export interface Ways {
  /** The company's own sign-in, by its name; null where there is none. */
  company: string | null;
}

/** Asked by the server that renders the page. Passwords and mailed links are always open, even while it does not answer. */
export async function readWays(): Promise<Ways> {
  const api = process.env["API_URL"] ?? "http://127.0.0.1:4000";
  try {
    const response = await fetch(`${api}/api/auth/ways`, {
      cache: "no-store",
      signal: AbortSignal.timeout(2_000),
    });
    const ways: unknown = await response.json();
    return { company: companyIn(ways) };
  } catch {
    return { company: null };
  }
}

function companyIn(ways: unknown): string | null {
  if (typeof ways !== "object" || ways === null || !("oidc" in ways)) return null;
  const { oidc } = ways;
  return typeof oidc === "object" && oidc !== null && "name" in oidc && typeof oidc.name === "string"
    ? oidc.name
    : null;
}
