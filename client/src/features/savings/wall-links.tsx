"use client";

import { useMutation, useQuery } from "@apollo/client/react";
import { useState } from "react";
import { CreateWallLinkDocument, RevokeWallLinkDocument, WallLinksDocument } from "#gql/savings.ts";
import type { Cloud } from "#gql/graphql.ts";
import { refusalIn } from "#lib/refusal.ts";
import { Button } from "#ui/button.tsx";
import { CopyButton } from "#ui/copy-button.tsx";
import { Dialog } from "#ui/dialog.tsx";
import { Field, TextField } from "#ui/field.tsx";
import { Form, SubmitButton, textOf } from "#ui/form.tsx";
import { Notice } from "#ui/notice.tsx";
import { Select } from "#ui/select.tsx";
import { sayDone, sayRefused } from "#ui/toast.tsx";
import { Ago } from "#ui/when.tsx";
import { cloudName, clouds } from "./clouds.ts";

/** Addresses at which a screen on a wall reads the counter: made, shown once, and taken back. */
export function WallLinks({ cloud: chosen }: { cloud: Cloud }) {
  const [isOpen, setIsOpen] = useState(false);
  return (
    <>
      <Button size="sm" onClick={() => setIsOpen(true)}>
        Wall screen
      </Button>
      <Dialog
        open={isOpen}
        onOpenChange={setIsOpen}
        title="Show the counter on a wall"
        description="Whoever has such an address reads the month’s sums without signing in, and nothing else. It may stand in a frame."
      >
        {isOpen && <Links chosen={chosen} />}
      </Dialog>
    </>
  );
}

function Links({ chosen }: { chosen: Cloud }) {
  const { data, refetch } = useQuery(WallLinksDocument, { ssr: false, fetchPolicy: "no-cache" });
  const [create] = useMutation(CreateWallLinkDocument);
  const [revoke] = useMutation(RevokeWallLinkDocument);
  const [cloud, setCloud] = useState<Cloud>(chosen);
  const [address, setAddress] = useState<string | null>(null);
  const revokeOne = async (linkId: string, name: string) => {
    const refused = refusalIn((await revoke({ variables: { linkId } })).data?.revokeWallLink);
    if (refused) sayRefused("It was not revoked", refused.message);
    else sayDone("Address revoked", name);
    await refetch();
  };
  return (
    <div className="grid gap-4">
      {address && (
        <Notice tone="warn">
          <span className="grid gap-2">
            This is the only time that the address is shown.
            <code className="rounded-md bg-well p-2 text-xs break-all select-all">{address}</code>
            <span>
              <CopyButton text={address} what="the address" />
            </span>
          </span>
        </Notice>
      )}
      <ul className="divide-y">
        {data?.wallLinks.map(({ id, name, cloud, createdBy, readAt }) => (
          <li key={id} className="flex flex-wrap items-center gap-x-4 gap-y-1 py-2 text-sm">
            <span className="grid min-w-0 grow">
              <span className="font-medium">{name}</span>
              <span className="text-ink-soft">
                against {cloudName(cloud)}, made by {createdBy};{" "}
                {readAt ? (
                  <>
                    read <Ago at={readAt} />
                  </>
                ) : (
                  "never read"
                )}
              </span>
            </span>
            <Button
              size="sm"
              tone="quiet"
              aria-label={`Revoke ${name}`}
              onClick={() => void revokeOne(id, name)}
            >
              Revoke
            </Button>
          </li>
        ))}
      </ul>
      <Form
        aria-label="A new address"
        fields={["name"]}
        className="grid gap-3"
        submit={async (values) => {
          const { data } = await create({ variables: { input: { name: textOf(values, "name"), cloud } } });
          const made = data?.createWallLink;
          if (made?.__typename === "WallLinkCreated") {
            setAddress(new URL(made.path, location.origin).href);
            await refetch();
          }
          return refusalIn(made);
        }}
      >
        {({ busy }) => (
          <div className="flex flex-wrap items-start gap-3">
            <TextField
              name="name"
              label="Name"
              placeholder="Such as Kitchen"
              required
              maxLength={60}
              autoComplete="off"
              className="grow"
            />
            <Field name="cloud" label="Against">
              <Select options={clouds} value={cloud} onChange={setCloud} />
            </Field>
            <span className="self-end">
              <SubmitButton busy={busy}>Make an address</SubmitButton>
            </span>
          </div>
        )}
      </Form>
    </div>
  );
}
