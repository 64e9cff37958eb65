"use client";

import { useMutation } from "@apollo/client/react";
import { useState } from "react";
import { readFragment, type FragmentType } from "#gql/fragment-masking.ts";
import {
  RevokeSignInDocument,
  SettingsProfileDocument,
  SignIns_SignInFragmentDoc,
  SignIns_ViewerFragmentDoc,
} from "#gql/settings.ts";
import type { SignIns_SignInFragment } from "#gql/graphql.ts";
import { refusalIn } from "#lib/refusal.ts";
import { Badge } from "#ui/badge.tsx";
import { Button } from "#ui/button.tsx";
import { Confirm } from "#ui/confirm.tsx";
import type { Column } from "#ui/data-table/columns.ts";
import { DataTable } from "#ui/data-table/data-table.tsx";
import { Panel } from "#ui/panel.tsx";
import { sayDone } from "#ui/toast.tsx";
import { Ago, When } from "#ui/when.tsx";
import { deviceOf } from "./device.ts";

type SignIn = SignIns_SignInFragment;

export function SignIns({ viewer }: { viewer: FragmentType<typeof SignIns_ViewerFragmentDoc> }) {
  const { signIns } = readFragment(SignIns_ViewerFragmentDoc, viewer);
  const rows = signIns.map((signIn) => readFragment(SignIns_SignInFragmentDoc, signIn));
  const [ending, setEnding] = useState<SignIn | null>(null);
  const [isAsking, setAsking] = useState(false);
  const [revoke] = useMutation(RevokeSignInDocument, {
    refetchQueries: [SettingsProfileDocument],
    awaitRefetchQueries: true,
  });

  const end = (signIn: SignIn): void => {
    setEnding(signIn);
    setAsking(true);
  };
  const columns: Column<SignIn>[] = [
    {
      id: "device",
      header: "Where",
      render: (row) => (
        <span className="inline-flex items-center gap-2">
          {deviceOf(row.userAgent)}
          {row.current && <Badge tone="accent">this one</Badge>}
        </span>
      ),
    },
    {
      id: "address",
      header: "Address",
      width: "10rem",
      render: (row) => <code className="font-mono text-xs text-ink-soft">{row.ipAddress ?? "–"}</code>,
    },
    {
      id: "since",
      header: "Signed in",
      width: "13rem",
      render: (row) => <When at={row.createdAt} className="numerals text-ink-soft" />,
    },
    {
      id: "seen",
      header: "Last seen",
      width: "8rem",
      render: (row) => (
        <span className="numerals text-ink-soft">
          <Ago at={row.lastSeenAt} /> ago
        </span>
      ),
    },
    {
      id: "end",
      header: "End",
      isHeaderSilent: true,
      width: "6rem",
      align: "end",
      render: (row) => <EndButton signIn={row} onEnd={end} />,
    },
  ];

  return (
    <Panel
      title="Signed-in places"
      note="Every browser that can use Berth as you. End one you do not know; it is out within seconds."
    >
      <DataTable
        label="Signed-in places"
        columns={columns}
        rows={rows}
        rowId={({ id }) => id}
        renderCompact={(row) => (
          <div className="flex items-center gap-3">
            <div className="grid grow gap-0.5">
              <span className="flex items-center gap-2">
                {deviceOf(row.userAgent)} {row.current && <Badge tone="accent">this one</Badge>}
              </span>
              <span className="text-xs text-ink-faint">
                {row.ipAddress} · seen <Ago at={row.lastSeenAt} /> ago
              </span>
            </div>
            <EndButton signIn={row} onEnd={end} />
          </div>
        )}
        empty={null}
      />
      <Confirm
        open={isAsking}
        onOpenChange={setAsking}
        title="End this sign-in?"
        action="End sign-in"
        perform={async () => {
          if (!ending) return null;
          const { data } = await revoke({ variables: { signInId: ending.id } });
          const refused = refusalIn(data?.revokeSignIn);
          if (!refused) sayDone("Sign-in ended");
          return refused;
        }}
      >
        {ending && (
          <>
            {deviceOf(ending.userAgent)}
            {ending.ipAddress && <> at {ending.ipAddress}</>} will have to sign in again.
          </>
        )}
      </Confirm>
    </Panel>
  );
}

/** The one in use is ended by signing out. */
function EndButton({ signIn, onEnd }: { signIn: SignIn; onEnd: (signIn: SignIn) => void }) {
  if (signIn.current) return null;
  return (
    <Button
      size="sm"
      tone="quiet"
      onClick={() => onEnd(signIn)}
      aria-label={`End the sign-in of ${deviceOf(signIn.userAgent)}`}
    >
      End
    </Button>
  );
}
