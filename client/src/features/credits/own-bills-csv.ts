import type { OwnBills_BillFragment } from "#gql/graphql.ts";
import { csv } from "#lib/csv.ts";

/** As a spreadsheet reads it: a line for each machine, and the sum of its amounts is what the page says. */
export function ownBillsCsv(bills: readonly OwnBills_BillFragment[]): string {
  return csv([
    ["began_utc", "billed_until_utc", "provider", "gpus", "gpu", "for", "session", "amount_usd"],
    ...bills.map(({ purpose, amount, beganAt, billedUntil, providerName, session }) => [
      beganAt,
      billedUntil,
      providerName ?? "",
      session ? String(session.gpuCount) : "",
      session?.gpuModel ?? "",
      session?.consumer ?? "",
      purpose,
      amount,
    ]),
  ]);
}
