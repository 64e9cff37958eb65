import { cookies, headers } from "next/headers";
import type { ReactNode } from "react";
import { ActivityWatch } from "#features/activity/activity-watch.tsx";
import { Bell } from "#features/alerts/bell.tsx";
import { CalendarBanner } from "#features/calendars/calendar-banner.tsx";
import { Shell } from "#features/shell/shell.tsx";
import { ConsoleLayoutDocument } from "#gql/app.ts";
import { CalendarStateDocument } from "#gql/calendars.ts";
import { themeCookie } from "#lib/cookies.ts";
import { GraphqlProvider } from "#lib/graphql/provider.tsx";
import { ask } from "#lib/graphql/server.ts";
import { nonceHeader } from "#lib/headers.ts";
import { hourNow } from "#lib/hour.ts";
import { RenderedAt } from "#lib/reader.tsx";
import { themeOf } from "#lib/theme.ts";
import { Unreachable } from "../unreachable.tsx";

export default async function ConsoleLayout({ children }: { children: ReactNode }) {
  const [jar, visitor, { data, problem }, calendar] = await Promise.all([
    cookies(),
    headers(),
    ask(ConsoleLayoutDocument, {}),
    ask(CalendarStateDocument, {}),
  ]);
  if (problem) {
    return (
      <main>
        <Unreachable problem={problem} />
      </main>
    );
  }
  return (
    <RenderedAt at={hourNow()}>
      <GraphqlProvider nonce={visitor.get(nonceHeader) ?? undefined}>
        <Shell
          viewer={data.viewer}
          account={data.account}
          aheadSeconds={data.sandbox?.aheadSeconds ?? null}
          theme={themeOf(jar.get(themeCookie)?.value)}
          bell={<Bell />}
        >
          <ActivityWatch />
          {calendar.data && <CalendarBanner google={calendar.data.calendarSettings.google} />}
          {children}
        </Shell>
      </GraphqlProvider>
    </RenderedAt>
  );
}
