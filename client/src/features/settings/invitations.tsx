"use client";

import { useMutation } from "@apollo/client/react";
import { UserPlus } from "lucide-react";
import { useState } from "react";
import { readFragment, type FragmentType } from "#gql/fragment-masking.ts";
import {
  CancelInvitationDocument,
  Invitations_AccountFragmentDoc,
  Invitations_InvitationFragmentDoc,
  SettingsAccountDocument,
} from "#gql/settings.ts";
import type { Invitations_InvitationFragment } from "#gql/graphql.ts";
import { refusalIn } from "#lib/refusal.ts";
import { Button } from "#ui/button.tsx";
import type { Column } from "#ui/data-table/columns.ts";
import { DataTable } from "#ui/data-table/data-table.tsx";
import { Panel } from "#ui/panel.tsx";
import { Empty } from "#ui/states.tsx";
import { sayDone, sayFailed, sayRefused } from "#ui/toast.tsx";
import { Until, When } from "#ui/when.tsx";
import { InviteDialog } from "./invite-dialog.tsx";
import { roleWord } from "./roles.ts";

type Invitation = Invitations_InvitationFragment;

export interface InvitationsProps {
  account: FragmentType<typeof Invitations_AccountFragmentDoc>;
  mayInvite: boolean;
}

export function Invitations({ account, mayInvite }: InvitationsProps) {
  const { invitations } = readFragment(Invitations_AccountFragmentDoc, account);
  const rows = invitations.map((invitation) => readFragment(Invitations_InvitationFragmentDoc, invitation));
  const [isInviting, setInviting] = useState(false);
  const [cancel, { loading }] = useMutation(CancelInvitationDocument, {
    refetchQueries: [SettingsAccountDocument],
  });

  const takeBack = async ({ id, email }: Invitation): Promise<void> => {
    try {
      const { data } = await cancel({ variables: { invitationId: id } });
      const refused = refusalIn(data?.cancelInvitation);
      if (refused) sayRefused("Invitation still stands", refused.message);
      else sayDone("Invitation taken back", email);
    } catch (error) {
      sayFailed("Invitation still stands", error);
    }
  };
  const cancelOf = (invitation: Invitation) => (
    <Button
      size="sm"
      tone="quiet"
      busy={loading}
      onClick={() => void takeBack(invitation)}
      aria-label={`Take back the invitation of ${invitation.email}`}
    >
      Take back
    </Button>
  );
  const columns: Column<Invitation>[] = [
    { id: "email", header: "E-mail", render: ({ email }) => <span className="font-medium">{email}</span> },
    { id: "role", header: "As", width: "9rem", render: ({ role }) => roleWord(role) },
    {
      id: "sent",
      header: "Sent",
      width: "13rem",
      render: ({ createdAt }) => <When at={createdAt} className="numerals text-ink-soft" />,
    },
    {
      id: "expires",
      header: "Runs out",
      width: "9rem",
      render: ({ expiresAt }) => <Until at={expiresAt} className="numerals text-ink-soft" />,
    },
    {
      id: "cancel",
      header: "Take back",
      isHeaderSilent: true,
      width: "7rem",
      align: "end",
      render: cancelOf,
    },
  ];

  return (
    <Panel
      title="Open invitations"
      actions={
        mayInvite && (
          <Button tone="primary" onClick={() => setInviting(true)}>
            <UserPlus aria-hidden className="size-3.5" />
            Invite someone
          </Button>
        )
      }
    >
      <DataTable
        label="Open invitations"
        columns={columns}
        rows={rows}
        rowId={({ id }) => id}
        renderCompact={(invitation) => (
          <div className="flex items-center gap-2">
            <div className="grid min-w-0 grow gap-0.5">
              <span className="truncate font-medium">{invitation.email}</span>
              <span className="text-xs text-ink-faint">
                {roleWord(invitation.role)} · runs out <Until at={invitation.expiresAt} />
              </span>
            </div>
            {cancelOf(invitation)}
          </div>
        )}
        empty={
          <Empty title="No invitation is open" className="py-6">
            Whoever is invited gets a mail, and finds the invitation under their profile too.
          </Empty>
        }
      />
      <InviteDialog open={isInviting} onOpenChange={setInviting} />
    </Panel>
  );
}
