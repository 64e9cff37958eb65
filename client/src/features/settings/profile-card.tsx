import { readFragment, type FragmentType } from "#gql/fragment-masking.ts";
import { ProfileCard_ViewerFragmentDoc } from "#gql/settings.ts";
import { Panel } from "#ui/panel.tsx";
import { roleWord } from "./roles.ts";

export function ProfileCard({
  viewer: viewerRef,
}: {
  viewer: FragmentType<typeof ProfileCard_ViewerFragmentDoc>;
}) {
  const { user, role } = readFragment(ProfileCard_ViewerFragmentDoc, viewerRef);
  return (
    <Panel title="You">
      <dl className="grid max-w-lg grid-cols-[8rem_1fr] gap-y-1.5 px-4 text-sm">
        <dt className="text-ink-soft">Name</dt>
        <dd>{user?.name}</dd>
        <dt className="text-ink-soft">E-mail</dt>
        <dd>{user?.email}</dd>
        {role && (
          <>
            <dt className="text-ink-soft">Role in this account</dt>
            <dd>{roleWord(role)}</dd>
          </>
        )}
      </dl>
    </Panel>
  );
}
