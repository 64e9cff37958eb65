"use client";

import { useMutation, useSuspenseQuery } from "@apollo/client/react";
import { useState } from "react";
import { readFragment } from "#gql/fragment-masking.ts";
import {
  ProviderKeys_AccountFragmentDoc,
  ProviderKeys_ProviderKeyFragmentDoc,
  RemoveProviderKeyDocument,
  SettingsProvidersDocument,
} from "#gql/settings.ts";
import type { ProviderKeys_ProviderKeyFragment } from "#gql/graphql.ts";
import { preloaded } from "#lib/graphql/links.ts";
import { refusalIn } from "#lib/refusal.ts";
import { Badge } from "#ui/badge.tsx";
import { Button } from "#ui/button.tsx";
import { Confirm } from "#ui/confirm.tsx";
import { Panel } from "#ui/panel.tsx";
import { sayDone } from "#ui/toast.tsx";
import { Ago, When } from "#ui/when.tsx";
import { ProviderKeyDialog } from "./provider-key-dialog.tsx";

type ProviderKey = ProviderKeys_ProviderKeyFragment;

export function ProviderSettings({ mayChange }: { mayChange: boolean }) {
  const { data } = useSuspenseQuery(preloaded(SettingsProvidersDocument));
  const { providerKeys } = readFragment(ProviderKeys_AccountFragmentDoc, data.account);
  const providers = providerKeys.map((key) => readFragment(ProviderKeys_ProviderKeyFragmentDoc, key));
  const berthHas = new Set(
    data.providers.filter(({ state }) => state !== "NOT_CONNECTED").map(({ id }) => id),
  );
  const [setting, setSetting] = useState<ProviderKey | null>(null);
  const [isSetting, setIsSetting] = useState(false);
  const [removing, setRemoving] = useState<ProviderKey | null>(null);
  const [isRemoving, setIsRemoving] = useState(false);
  const [remove] = useMutation(RemoveProviderKeyDocument, { refetchQueries: [SettingsProvidersDocument] });

  return (
    <Panel
      title="Providers"
      note="A key of the account’s own at a provider, kept sealed and shown to nobody again. Where there is one, machines are rented with it: the provider bills your account there, and no credit is spent. The market is shown with or without one."
    >
      <ul className="grid max-w-3xl divide-y border-y">
        {providers.map((provider) => (
          <li key={provider.providerId} className="flex flex-wrap items-center gap-x-4 gap-y-1 px-4 py-2.5">
            <div className="grid min-w-0 grow gap-0.5">
              <span className="flex items-center gap-2">
                <span className="font-medium">{provider.providerName}</span>
                <Badge tone={provider.connected ? "good" : "neutral"}>
                  {billWord(provider, berthHas.has(provider.providerId))}
                </Badge>
              </span>
              <KeyFacts provider={provider} />
            </div>
            {mayChange && (
              <span className="flex gap-2">
                {provider.connected && (
                  <Button
                    size="sm"
                    tone="quiet"
                    aria-label={`Remove key for ${provider.providerName}`}
                    onClick={() => {
                      setRemoving(provider);
                      setIsRemoving(true);
                    }}
                  >
                    Remove
                  </Button>
                )}
                <Button
                  size="sm"
                  aria-label={`${provider.connected ? "Replace key" : "Set key"} for ${provider.providerName}`}
                  onClick={() => {
                    setSetting(provider);
                    setIsSetting(true);
                  }}
                >
                  {provider.connected ? "Replace key" : "Set key"}
                </Button>
              </span>
            )}
          </li>
        ))}
      </ul>
      {setting && <ProviderKeyDialog provider={setting} open={isSetting} onOpenChange={setIsSetting} />}
      <Confirm
        open={isRemoving}
        onOpenChange={setIsRemoving}
        title={`Remove the key for ${removing?.providerName ?? "the provider"}?`}
        action="Remove key"
        perform={async () => {
          if (!removing) return null;
          const { data: answer } = await remove({ variables: { providerId: removing.providerId } });
          const refused = refusalIn(answer?.removeProviderKey);
          if (!refused) sayDone("Key removed", removing.providerName);
          return refused;
        }}
      >
        Nothing new is rented with it
        {removing && removing.machines > 0
          ? `. ${removing.machines === 1 ? "One machine is" : `${removing.machines} machines are`} still looked after with it, and the key is kept here until none is left: do not revoke it at the provider before.`
          : ", and it is erased here. It stays valid at the provider until it is revoked there."}
      </Confirm>
    </Panel>
  );
}

/** Whose bill a machine rented there is on. */
function billWord({ connected }: ProviderKey, berthHasKey: boolean): string {
  if (connected) return "on your own bill";
  return berthHasKey ? "on Berth’s bill" : "not connected";
}

function KeyFacts({ provider }: { provider: ProviderKey }) {
  const { connected, hint, setAt, setBy } = provider;
  return (
    <>
      {!connected || setAt === null ? (
        <span className="text-xs text-ink-faint">No key of your own</span>
      ) : (
        <span className="text-xs text-ink-faint">
          ends in <code className="font-mono">{hint}</code>, set <When at={setAt} />
          {setBy && ` by ${setBy.name}`}
        </span>
      )}
      <AccountFacts provider={provider} />
    </>
  );
}

/** What stands in the team's own account there. */
function AccountFacts({ provider }: { provider: ProviderKey }) {
  const { connected, machines, lastLook, notTried, workedAt } = provider;
  if (lastLook?.problem)
    return <span className="text-xs text-danger">Its machines cannot be read: {lastLook.problem}</span>;
  if (lastLook?.at)
    return (
      <span className="text-xs text-ink-faint">
        Machines in your account there: {lastLook.listed}, of which Berth rented {lastLook.ours}; read{" "}
        <Ago at={lastLook.at} /> ago
      </span>
    );
  if (notTried)
    return (
      <span className="text-xs text-warn">
        It could not be tried when it was set: {notTried}. Berth goes on trying.
      </span>
    );
  if (workedAt)
    return (
      <span className="text-xs text-ink-faint">{provider.providerName} accepted it when it was set</span>
    );
  if (connected || machines === 0) return null;
  return (
    <span className="text-xs text-ink-faint">
      {machines === 1 ? "One machine is" : `${machines} machines are`} still looked after with a key that was
      removed
    </span>
  );
}
