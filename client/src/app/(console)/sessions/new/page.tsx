import type { Metadata } from "next";
import Link from "next/link";
import { RentForm } from "#features/sessions/rent-form.tsx";
import { readFragment } from "#gql/fragment-masking.ts";
import { RentPageDocument, RentTemplateFragmentDoc, RentTemplatesDocument } from "#gql/sessions.ts";
import { ask } from "#lib/graphql/server.ts";
import { type SearchParams, toUrlSearch } from "#lib/search-params.ts";
import { buttonStyle } from "#ui/button-style.ts";
import { PageHeader } from "#ui/page-header.tsx";
import { Empty } from "#ui/states.tsx";
import { Unreachable } from "../../../unreachable.tsx";

export const metadata: Metadata = { title: "Rent a machine" };

const USUAL_DISK_GB = 50;

export default async function RentPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const offerId = toUrlSearch(await searchParams).get("offer") ?? "";
  const [{ data, problem }, kept] = await Promise.all([
    ask(RentPageDocument, { offerId, diskGb: USUAL_DISK_GB }),
    ask(RentTemplatesDocument, {}),
  ]);
  if (problem) return <Unreachable problem={problem} />;
  const { offer, credits, billedTo } = data;
  if (!offer)
    return (
      <Empty
        title="There is no such offer"
        actions={
          <Link href="/offers" className={buttonStyle({})}>
            See what is listed
          </Link>
        }
      >
        It may have been withdrawn, or rented by somebody else.
      </Empty>
    );
  return (
    <>
      <PageHeader title={`Rent ${offer.gpuCount} × ${offer.gpu.model}`}>
        {offer.provider.name}, {offer.region}
      </PageHeader>
      <RentForm
        offer={offer}
        available={credits.available}
        isOwnBill={billedTo === "OWN_ACCOUNT"}
        usualDiskGb={USUAL_DISK_GB}
        templates={
          kept.data?.sessionTemplates.map((one) => readFragment(RentTemplateFragmentDoc, one)) ?? null
        }
      />
    </>
  );
}
