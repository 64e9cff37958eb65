import type { Metadata } from "next";
import { cookies } from "next/headers";
import { cloudOf } from "#features/savings/clouds.ts";
import { askedOf } from "#features/savings/history.ts";
import { SavingsView } from "#features/savings/savings-view.tsx";
import { SavingsPeriodDocument } from "#gql/savings.ts";
import { cloudCookie } from "#lib/cookies.ts";
import { ask } from "#lib/graphql/server.ts";
import { hourNow } from "#lib/hour.ts";
import { Unreachable } from "../../unreachable.tsx";

export const metadata: Metadata = { title: "Savings" };

export default async function SavingsPage() {
  const [jar, { data, problem }] = await Promise.all([
    cookies(),
    ask(SavingsPeriodDocument, askedOf("DAY", hourNow())),
  ]);
  if (problem) return <Unreachable problem={problem} />;
  return <SavingsView first={data} cloud={cloudOf(jar.get(cloudCookie)?.value)} />;
}
