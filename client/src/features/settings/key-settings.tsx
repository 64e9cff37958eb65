"use client";

import { useMutation, useSuspenseQuery } from "@apollo/client/react";
import { KeyRound } from "lucide-react";
import { useState } from "react";
import { readFragment } from "#gql/fragment-masking.ts";
import {
  ApiKeys_AccountFragmentDoc,
  ApiKeys_ApiKeyFragmentDoc,
  RevokeApiKeyDocument,
  SettingsKeysDocument,
} from "#gql/settings.ts";
import type { ApiKeys_ApiKeyFragment } from "#gql/graphql.ts";
import { preloaded } from "#lib/graphql/links.ts";
import { formatUsd } from "#lib/money.ts";
import { refusalIn } from "#lib/refusal.ts";
import { Button } from "#ui/button.tsx";
import { Confirm } from "#ui/confirm.tsx";
import type { Column } from "#ui/data-table/columns.ts";
import { DataTable } from "#ui/data-table/data-table.tsx";
import { Panel } from "#ui/panel.tsx";
import { Empty } from "#ui/states.tsx";
import { sayDone } from "#ui/toast.tsx";
import { Ago, When } from "#ui/when.tsx";
import { KeyStateBadge } from "./key-state-badge.tsx";
import { KeyUsage } from "./key-usage.tsx";
import { NewKeyDialog } from "./new-key-dialog.tsx";
import { RotateKeyDialog } from "./rotate-key-dialog.tsx";

type ApiKey = ApiKeys_ApiKeyFragment;

export function KeySettings({ actions }: { actions: readonly string[] }) {
  const { data } = useSuspenseQuery(preloaded(SettingsKeysDocument));
  const { apiKeys } = readFragment(ApiKeys_AccountFragmentDoc, data.account);
  const rows = apiKeys.map((key) => readFragment(ApiKeys_ApiKeyFragmentDoc, key));
  const [isMaking, setMaking] = useState(false);
  const [revoking, setRevoking] = useState<ApiKey | null>(null);
  const [isAsking, setAsking] = useState(false);
  const [revoke] = useMutation(RevokeApiKeyDocument);

  const [rotating, setRotating] = useState<ApiKey | null>(null);

  const actsOn = (key: ApiKey) =>
    key.revokedAt === null && (
      <span className="inline-flex gap-1">
        {actions.includes("apiKeys.rotate") && (
          <Button
            size="sm"
            tone="quiet"
            aria-label={`New secret for ${key.name}`}
            onClick={() => setRotating(key)}
          >
            New secret
          </Button>
        )}
        {actions.includes("apiKeys.revoke") && (
          <Button
            size="sm"
            tone="quiet"
            aria-label={`Revoke ${key.name}`}
            onClick={() => {
              setRevoking(key);
              setAsking(true);
            }}
          >
            Revoke
          </Button>
        )}
      </span>
    );
  const columns: Column<ApiKey>[] = [
    ...keyColumns,
    {
      id: "acts",
      header: "What can be done",
      isHeaderSilent: true,
      width: "11.5rem",
      align: "end",
      render: actsOn,
    },
  ];

  return (
    <>
      <Panel
        title="API keys"
        note="For programs that act for this account: the command line, jobs, partner tools. Berth keeps only a hash of each, so a key is shown once, when it is made."
        actions={
          actions.includes("apiKeys.create") && (
            <Button tone="primary" onClick={() => setMaking(true)}>
              <KeyRound aria-hidden className="size-3.5" />
              Make a key
            </Button>
          )
        }
      >
        <DataTable
          label="API keys"
          columns={columns}
          rows={rows}
          rowId={({ id }) => id}
          toneOf={({ revokedAt }) => (revokedAt === null ? "plain" : "stale")}
          renderCompact={(key) => (
            <div className="flex items-center gap-2">
              <div className="grid min-w-0 grow gap-0.5">
                <span className="flex items-center gap-2">
                  <span className="truncate font-medium">{key.name}</span> <KeyStateBadge apiKey={key} />
                </span>
                <span className="truncate text-xs text-ink-faint">
                  <code className="font-mono">{key.hint}…</code> · {mayOf(key.scopes, key.consumers)}
                </span>
              </div>
              {actsOn(key)}
            </div>
          )}
          empty={
            <Empty title="No keys yet" className="py-6">
              Make one to use Berth from a program.
            </Empty>
          }
        />
        <NewKeyDialog open={isMaking} onOpenChange={setMaking} />
        <Confirm
          open={isAsking}
          onOpenChange={setAsking}
          title={`Revoke ${revoking?.name ?? "key"}?`}
          action="Revoke key"
          perform={async () => {
            if (!revoking) return null;
            const { data: answer } = await revoke({ variables: { apiKeyId: revoking.id } });
            const refused = refusalIn(answer?.revokeApiKey);
            if (!refused) sayDone("Key revoked", revoking.name);
            return refused;
          }}
        >
          Whatever uses it is refused at once, and its open streams end within seconds. This cannot be undone.
        </Confirm>
        <RotateKeyDialog key={rotating?.id ?? "none"} apiKey={rotating} onClose={() => setRotating(null)} />
      </Panel>
      <KeyUsage />
    </>
  );
}

function mayOf(scopes: readonly string[], consumers: readonly string[] | null): string {
  return consumers === null ? scopes.join(", ") : `${scopes.join(", ")}; only for ${consumers.join(", ")}`;
}

const keyColumns: Column<ApiKey>[] = [
  {
    id: "name",
    header: "Name",
    render: (key) => (
      <span className="inline-flex max-w-full items-center gap-2">
        <span className="truncate font-medium">{key.name}</span>
        <KeyStateBadge apiKey={key} />
      </span>
    ),
  },
  {
    id: "hint",
    header: "Begins with",
    width: "8rem",
    render: ({ hint }) => <code className="font-mono text-xs text-ink-soft">{hint}…</code>,
  },
  {
    id: "scopes",
    header: "May",
    width: "13rem",
    render: ({ scopes, consumers }) => (
      <span className="text-ink-soft" title={mayOf(scopes, consumers)}>
        {mayOf(scopes, consumers)}
      </span>
    ),
  },
  {
    id: "ceiling",
    header: "Spend a day",
    width: "7rem",
    align: "end",
    render: ({ spendCeilingPerDay: ceiling }) =>
      ceiling === null ? (
        <span className="text-ink-faint">no ceiling</span>
      ) : (
        <span className="numerals font-mono">{formatUsd(ceiling)}</span>
      ),
  },
  {
    id: "used",
    header: "Last used",
    width: "7rem",
    render: ({ lastUsedAt }) => (
      <span className="numerals text-ink-soft">
        {lastUsedAt === null ? (
          "never"
        ) : (
          <>
            <Ago at={lastUsedAt} /> ago
          </>
        )}
      </span>
    ),
  },
  {
    id: "made",
    header: "Made",
    width: "17rem",
    render: ({ createdAt, createdBy }) => (
      <span className="numerals text-ink-soft">
        <When at={createdAt} />
        {createdBy && ` by ${createdBy.name}`}
      </span>
    ),
  },
];
