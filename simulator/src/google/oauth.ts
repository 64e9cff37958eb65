import { createHash } from "node:crypto";
import { HOUR, MINUTE, SECOND } from "../clock.ts";
import { json, text, withHeaders, type Answer, type Call } from "../http/exchange.ts";
import { consentPage } from "./pages.ts";
import type { Google } from "./state.ts";

// OAuth 2 as Google speaks it to programs on the web: a page that asks, a code that is good once, PKCE, refresh tokens
// that live until they are taken back.

const CLIENT_ID = "simulated-google-client";
const CLIENT_SECRET = "simulated-google-secret";

const CODE_LASTS = 10 * MINUTE;
const ACCESS_LASTS = HOUR;

const wrong = (status: number, error: string, description: string): Answer =>
  json(status, { error, error_description: description });

/** The page that asks, and what its two buttons lead to. */
export function authorize(google: Google, { query }: Call): Answer {
  const redirectUri = query.get("redirect_uri") ?? "";
  if (query.get("client_id") !== CLIENT_ID)
    return text(401, "Error 401: invalid_client. No program of this name is known here.");
  if (!/^https?:\/\//.test(redirectUri)) return text(400, "Error 400: redirect_uri_mismatch");
  if (query.get("response_type") !== "code" || query.get("code_challenge_method") !== "S256")
    return text(400, "Error 400: invalid_request. Only codes, with a challenge by S256.");
  const decision = query.get("decision");
  const scopes = (query.get("scope") ?? "").split(" ").filter(Boolean);
  if (decision === null) return text(200, consentPage(query, scopes), "text/html; charset=utf-8");
  const back = new URL(redirectUri);
  const state = query.get("state");
  if (state !== null) back.searchParams.set("state", state);
  if (decision === "allow") {
    const code = google.token("4/");
    google.codes.set(code, {
      scopes,
      redirectUri,
      challenge: query.get("code_challenge") ?? "",
      madeAt: google.clock.now(),
    });
    back.searchParams.set("code", code);
    back.searchParams.set("scope", scopes.join(" "));
  } else back.searchParams.set("error", "access_denied");
  return withHeaders(text(302, ""), { location: back.href });
}

export function giveToken(google: Google, call: Call): Answer {
  const form = new URLSearchParams(call.body);
  if (form.get("client_id") !== CLIENT_ID || form.get("client_secret") !== CLIENT_SECRET)
    return wrong(401, "invalid_client", "The OAuth client was not found.");
  switch (form.get("grant_type")) {
    case "authorization_code":
      return redeem(google, form);
    case "refresh_token":
      return refresh(google, form.get("refresh_token") ?? "");
    default:
      return wrong(400, "unsupported_grant_type", "Invalid grant_type");
  }
}

function redeem(google: Google, form: URLSearchParams): Answer {
  const code = form.get("code") ?? "";
  const consent = google.codes.get(code);
  // Good once, whatever comes of it.
  google.codes.delete(code);
  const verifier = createHash("sha256")
    .update(form.get("code_verifier") ?? "")
    .digest("base64url");
  if (!consent || google.clock.now() - consent.madeAt > CODE_LASTS)
    return wrong(400, "invalid_grant", "Bad Request");
  if (consent.redirectUri !== form.get("redirect_uri"))
    return wrong(400, "redirect_uri_mismatch", "Bad Request");
  if (consent.challenge !== verifier) return wrong(400, "invalid_grant", "Invalid code verifier.");
  const refreshToken = google.token("1//");
  google.refreshTokens.set(refreshToken, { scopes: consent.scopes, live: true });
  return json(200, { ...access(google, refreshToken), refresh_token: refreshToken });
}

function refresh(google: Google, refreshToken: string): Answer {
  return google.refreshTokens.get(refreshToken)?.live
    ? json(200, access(google, refreshToken))
    : wrong(400, "invalid_grant", "Token has been expired or revoked.");
}

function access(google: Google, refreshToken: string) {
  const grant = google.refreshTokens.get(refreshToken) ?? { scopes: [], live: false };
  const token = google.token("ya29.");
  google.accessTokens.set(token, { grant, expiresAt: google.clock.now() + ACCESS_LASTS });
  return {
    access_token: token,
    expires_in: ACCESS_LASTS / SECOND - 1,
    scope: grant.scopes.join(" "),
    token_type: "Bearer",
  };
}

export function revoke(google: Google, call: Call): Answer {
  const token = call.query.get("token") ?? new URLSearchParams(call.body).get("token") ?? "";
  const grant = google.refreshTokens.get(token) ?? google.accessTokens.get(token)?.grant;
  if (!grant?.live) return wrong(400, "invalid_token", "Token expired or revoked");
  // What somebody allowed a program is one consent, however often they gave it.
  for (const each of google.refreshTokens.values()) each.live = false;
  return json(200, {});
}
