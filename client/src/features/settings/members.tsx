"use client";

import { useMutation } from "@apollo/client/react";
import { useState } from "react";
import { readFragment, type FragmentType } from "#gql/fragment-masking.ts";
import {
  ChangeMemberRoleDocument,
  Members_AccountFragmentDoc,
  Members_MemberFragmentDoc,
  RemoveMemberDocument,
  SettingsAccountDocument,
} from "#gql/settings.ts";
import type { Members_MemberFragment, Role } from "#gql/graphql.ts";
import { refusalIn } from "#lib/refusal.ts";
import { Badge } from "#ui/badge.tsx";
import { Button } from "#ui/button.tsx";
import { Confirm } from "#ui/confirm.tsx";
import type { Column } from "#ui/data-table/columns.ts";
import { DataTable } from "#ui/data-table/data-table.tsx";
import { Panel } from "#ui/panel.tsx";
import { Select } from "#ui/select.tsx";
import { sayDone, sayFailed, sayRefused } from "#ui/toast.tsx";
import { When } from "#ui/when.tsx";
import { roles, roleWord } from "./roles.ts";

type Member = Members_MemberFragment;

export interface MembersProps {
  account: FragmentType<typeof Members_AccountFragmentDoc>;
  ownUserId: string | null;
  mayChange: boolean;
}

export function Members({ account: accountRef, ownUserId, mayChange }: MembersProps) {
  const account = readFragment(Members_AccountFragmentDoc, accountRef);
  const rows = account.members.map((member) => readFragment(Members_MemberFragmentDoc, member));
  const [removing, setRemoving] = useState<Member | null>(null);
  const [isAsking, setAsking] = useState(false);
  const [changeRole] = useMutation(ChangeMemberRoleDocument);
  const [remove] = useMutation(RemoveMemberDocument, {
    refetchQueries: [SettingsAccountDocument],
    awaitRefetchQueries: true,
  });

  const change = async (member: Member, role: Role): Promise<void> => {
    try {
      const { data } = await changeRole({ variables: { memberId: member.id, role } });
      const refused = refusalIn(data?.changeMemberRole);
      if (refused) sayRefused("Role not changed", refused.message);
      else sayDone(`${member.user.name} is now ${roleWord(role).toLowerCase()}`);
    } catch (error) {
      sayFailed("Role not changed", error);
    }
  };
  const ask = (member: Member): void => {
    setRemoving(member);
    setAsking(true);
  };
  const isOwn = (member: Member): boolean => member.user.id === ownUserId;

  const roleOf = (member: Member) =>
    mayChange ? (
      <Select
        label={`Role of ${member.user.name}`}
        size="sm"
        value={member.role}
        options={roles}
        onChange={(role) => void change(member, role)}
      />
    ) : (
      roleWord(member.role)
    );
  const removalOf = (member: Member) =>
    (mayChange || isOwn(member)) && (
      <Button
        size="sm"
        tone="quiet"
        onClick={() => ask(member)}
        aria-label={isOwn(member) ? "Leave the account" : `Remove ${member.user.name}`}
      >
        {isOwn(member) ? "Leave" : "Remove"}
      </Button>
    );

  const columns: Column<Member>[] = [
    {
      id: "name",
      header: "Name",
      render: (member) => (
        <span className="inline-flex items-center gap-2 font-medium">
          {member.user.name}
          {isOwn(member) && <Badge>you</Badge>}
        </span>
      ),
    },
    {
      id: "email",
      header: "E-mail",
      render: (member) => <span className="text-ink-soft">{member.user.email}</span>,
    },
    {
      id: "joined",
      header: "Joined",
      width: "13rem",
      render: (member) => <When at={member.joinedAt} className="numerals text-ink-soft" />,
    },
    { id: "role", header: "Role", width: "9rem", render: roleOf },
    { id: "remove", header: "Remove", isHeaderSilent: true, width: "6rem", align: "end", render: removalOf },
  ];

  return (
    <Panel title="Members">
      <DataTable
        label="Members"
        columns={columns}
        rows={rows}
        rowId={({ id }) => id}
        renderCompact={(member) => (
          <div className="flex items-center gap-2">
            <div className="grid min-w-0 grow gap-0.5">
              <span className="flex items-center gap-2 truncate font-medium">
                {member.user.name} {isOwn(member) && <Badge>you</Badge>}
              </span>
              <span className="truncate text-xs text-ink-faint">{member.user.email}</span>
            </div>
            {roleOf(member)}
            {removalOf(member)}
          </div>
        )}
        empty={null}
      />
      <Confirm
        open={isAsking}
        onOpenChange={setAsking}
        title={
          removing && isOwn(removing)
            ? `Leave ${account.name}?`
            : `Remove ${removing?.user.name ?? "member"}?`
        }
        action={removing && isOwn(removing) ? "Leave account" : "Remove member"}
        perform={async () => {
          if (!removing) return null;
          const { data } = await remove({ variables: { memberId: removing.id } });
          const refused = refusalIn(data?.removeMember);
          if (refused) return refused;
          if (isOwn(removing)) window.location.assign("/offers");
          else sayDone(`${removing.user.name} was removed`);
          return null;
        }}
      >
        {removing && isOwn(removing)
          ? "You lose access to everything in it at once, and API keys that you were shown are revoked. An admin can invite you again."
          : "They lose access to everything in this account at once, wherever they are signed in. API keys that they were shown are revoked: rotate those that are to go on first. What they did stays in the activity."}
      </Confirm>
    </Panel>
  );
}
