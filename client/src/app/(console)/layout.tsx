import { cookies } from "next/headers";
import type { ReactNode } from "react";
import { ActivityWatch } from "#features/activity/activity-watch.tsx";
import { Shell } from "#features/shell/shell.tsx";
import { ConsoleLayoutDocument } from "#gql/graphql.ts";
import { themeCookie } from "#lib/cookies.ts";
import { ask } from "#lib/graphql/server.ts";
import { themeOf } from "#lib/theme.ts";
import { Unreachable } from "../unreachable.tsx";

export default async function ConsoleLayout({ children }: { children: ReactNode }) {
  const [jar, { data, problem }] = await Promise.all([cookies(), ask(ConsoleLayoutDocument, {})]);
  if (problem) {
    return (
      <main>
        <Unreachable problem={problem} />
      </main>
    );
  }
  return (
    <Shell
      key={data.account.id}
      viewer={data.viewer}
      account={data.account}
      theme={themeOf(jar.get(themeCookie)?.value)}
    >
      <ActivityWatch />
      {children}
    </Shell>
  );
}
