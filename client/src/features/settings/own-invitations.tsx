"use client";

import { useMutation } from "@apollo/client/react";
import { readFragment, type FragmentType } from "#gql/fragment-masking.ts";
import {
  AcceptInvitationDocument,
  EnterAccountDocument,
  OwnInvitations_ViewerFragmentDoc,
} from "#gql/settings.ts";
import { refusalIn } from "#lib/refusal.ts";
import { Button } from "#ui/button.tsx";
import { Panel } from "#ui/panel.tsx";
import { sayFailed, sayRefused } from "#ui/toast.tsx";
import { Until } from "#ui/when.tsx";
import { roleWord } from "./roles.ts";

/** Accounts that ask the viewer to join them. */
export function OwnInvitations({
  viewer,
}: {
  viewer: FragmentType<typeof OwnInvitations_ViewerFragmentDoc>;
}) {
  const { invitations } = readFragment(OwnInvitations_ViewerFragmentDoc, viewer);
  const [accept, accepting] = useMutation(AcceptInvitationDocument);
  const [enter, entering] = useMutation(EnterAccountDocument);
  if (invitations.length === 0) return null;

  const join = async (invitationId: string): Promise<void> => {
    try {
      const { data } = await accept({ variables: { invitationId } });
      const joined = data?.acceptInvitation;
      const refused = refusalIn(joined);
      if (refused) return sayRefused("Not joined", refused.message);
      if (joined?.__typename !== "Account") return;
      await enter({ variables: { accountId: joined.id } });
      window.location.assign("/offers");
    } catch (error) {
      sayFailed("Not joined", error);
    }
  };

  return (
    <Panel title="Invitations to you" note="Joining leads you into it. You can switch back at any time.">
      <ul>
        {invitations.map((invitation) => (
          <li
            key={invitation.id}
            className="flex flex-wrap items-center gap-x-4 gap-y-2 border-t px-4 py-2.5 text-sm"
          >
            <span className="font-medium">{invitation.accountName}</span>
            <span className="text-ink-soft">as {roleWord(invitation.role).toLowerCase()}</span>
            <span className="text-ink-faint">
              runs out <Until at={invitation.expiresAt} />
            </span>
            <Button
              className="ml-auto"
              size="sm"
              tone="primary"
              busy={accepting.loading || entering.loading}
              onClick={() => void join(invitation.id)}
              aria-label={`Join ${invitation.accountName}`}
            >
              Join
            </Button>
          </li>
        ))}
      </ul>
    </Panel>
  );
}
