import type { Metadata } from "next";
import { cookies } from "next/headers";
import { cloudOf } from "#features/savings/clouds.ts";
import { monthOf } from "#features/savings/history.ts";
import { EconomyWidget } from "#features/savings/economy-widget.tsx";
import { SessionsView } from "#features/sessions/sessions-view.tsx";
import { EconomyWidgetDocument } from "#gql/savings.ts";
import { SessionsPageDocument } from "#gql/sessions.ts";
import { cloudCookie } from "#lib/cookies.ts";
import { ask } from "#lib/graphql/server.ts";
import { hourNow } from "#lib/hour.ts";
import { Unreachable } from "../../unreachable.tsx";

export const metadata: Metadata = { title: "Sessions" };

export default async function SessionsPage() {
  const [jar, sessions, widget] = await Promise.all([
    cookies(),
    ask(SessionsPageDocument, {}),
    ask(EconomyWidgetDocument, { month: monthOf(hourNow()) }),
  ]);
  const problem = sessions.problem ?? widget.problem;
  if (problem || !sessions.data || !widget.data) return problem && <Unreachable problem={problem} />;
  return (
    <SessionsView
      first={sessions.data}
      economy={<EconomyWidget first={widget.data} cloud={cloudOf(jar.get(cloudCookie)?.value)} />}
    />
  );
}
