import { useApolloClient } from "@apollo/client/react";
import { useState } from "react";
import { readFragment } from "#gql/fragment-masking.ts";
import { DeliveryRow_AlertFragmentDoc, MoreAlertsDocument } from "#gql/alerts.ts";
import type { AlertsPageQuery, DeliveryRow_AlertFragment } from "#gql/graphql.ts";
import { sayFailed } from "#ui/toast.tsx";

type PageInfo = AlertsPageQuery["alerts"]["pageInfo"];

/** Pages behind the first, which is read anew with each tick while these stay. */
export function useOlderAlerts(first: PageInfo) {
  const client = useApolloClient();
  const [alerts, setAlerts] = useState<readonly DeliveryRow_AlertFragment[]>([]);
  const [last, setLast] = useState<PageInfo | null>(null);
  const [busy, setBusy] = useState(false);
  const { hasNextPage, endCursor } = last ?? first;

  const load = async (): Promise<void> => {
    if (!endCursor) return;
    setBusy(true);
    try {
      const { data } = await client.query({
        query: MoreAlertsDocument,
        variables: { after: endCursor },
        fetchPolicy: "no-cache",
      });
      if (!data) return;
      const more = data.alerts.nodes.map((ref) => readFragment(DeliveryRow_AlertFragmentDoc, ref));
      setAlerts((before) => [...before, ...more]);
      setLast(data.alerts.pageInfo);
    } catch (error) {
      sayFailed("Older deliveries could not be read", error);
    } finally {
      setBusy(false);
    }
  };
  /** What the first page shows now and may not show when it is read next, once there are pages behind it. */
  const keep = (shown: readonly DeliveryRow_AlertFragment[]): void =>
    setAlerts((before) => {
      if (before.length === 0) return before;
      const known = new Set(shown.map(({ id }) => id));
      return [...shown, ...before.filter(({ id }) => !known.has(id))];
    });
  return { alerts, hasMore: hasNextPage, busy, load, keep };
}
