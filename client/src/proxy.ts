import { NextResponse, type NextRequest } from "next/server";
import { nonceHeader, pathHeader } from "#lib/headers.ts";

// Runs before every page: gives it the nonce that its own scripts are known by, and tells it its path.

const dev = process.env.NODE_ENV === "development";

export function proxy(request: NextRequest): NextResponse {
  const nonce = btoa(crypto.randomUUID());
  const policy = policyWith(nonce, isWall(request.nextUrl.pathname));

  const headers = new Headers(request.headers);
  headers.set(nonceHeader, nonce);
  headers.set(pathHeader, request.nextUrl.pathname + request.nextUrl.search);
  headers.set("Content-Security-Policy", policy);

  const response = NextResponse.next({ request: { headers } });
  response.headers.set("Content-Security-Policy", policy);
  if (isWall(request.nextUrl.pathname)) {
    // The address is the proof, so nobody is told where a reader came from.
    response.headers.set("Referrer-Policy", "no-referrer");
    response.headers.set("X-Robots-Tag", "noindex");
  }
  return response;
}

/** A page for a screen on a wall, which others may put into a page of theirs: it is read alone, and has no cookies. */
const isWall = (path: string) => path.startsWith("/wall/");

function policyWith(nonce: string, mayBeFramed: boolean): string {
  return [
    "default-src 'self'",
    `script-src 'self' 'nonce-${nonce}' 'strict-dynamic'${dev ? " 'unsafe-eval'" : ""}`,
    dev ? "style-src 'self' 'unsafe-inline'" : `style-src 'self' 'nonce-${nonce}'`,
    // A column's width or a row's height is a style attribute; it can hold no more than that.
    "style-src-attr 'unsafe-inline'",
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'self'",
    "worker-src 'self'",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    mayBeFramed ? "frame-ancestors *" : "frame-ancestors 'none'",
  ].join("; ");
}

export const config = { matcher: "/((?!_next/static|icon.svg).*)" };
