import { GeistMono } from "geist/font/mono";
import { GeistSans } from "geist/font/sans";
import type { Metadata, Viewport } from "next";
import { cookies, headers } from "next/headers";
import type { ReactNode } from "react";
import { themeCookie, zoneCookie } from "#lib/cookies.ts";
import { nonceHeader, pathHeader } from "#lib/headers.ts";
import { themeOf } from "#lib/theme.ts";
import { isZone, unknownZone } from "#lib/time.ts";
import { hourNow } from "#lib/hour.ts";
import { classNames } from "#ui/class-names.ts";
import "./globals.css";
import { Providers } from "./providers.tsx";

export const metadata: Metadata = {
  title: { default: "Berth", template: "%s · Berth" },
  description: "One place to find, book, run and pay for GPUs across clouds.",
};

export const viewport: Viewport = {
  themeColor: [
    { media: "(prefers-color-scheme: light)", color: "#f8f7f4" },
    { media: "(prefers-color-scheme: dark)", color: "#0e1116" },
  ],
};

export default async function RootLayout({ children }: { children: ReactNode }) {
  const [jar, visitor] = await Promise.all([cookies(), headers()]);
  const zone = jar.get(zoneCookie)?.value ?? unknownZone;
  return (
    <html
      lang="en"
      data-theme={themeOf(jar.get(themeCookie)?.value)}
      className={classNames(GeistSans.variable, GeistMono.variable)}
    >
      <body>
        <Providers
          nonce={visitor.get(nonceHeader) ?? undefined}
          zone={isZone(zone) ? zone : unknownZone}
          renderedAt={hourNow()}
          remembers={!(visitor.get(pathHeader) ?? "").startsWith("/wall/")}
        >
          {children}
        </Providers>
      </body>
    </html>
  );
}
