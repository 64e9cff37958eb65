"use client";

import { CreditCard, Download, Plus } from "lucide-react";
import { useState } from "react";
import type { FragmentType } from "#gql/fragment-masking.ts";
import type {
  BalanceSplit_CreditsFragmentDoc,
  LedgerTable_ConnectionFragmentDoc,
  OwnBills_ConnectionFragmentDoc,
} from "#gql/credits.ts";
import type { CreditsAroundQuery } from "#gql/graphql.ts";
import { Button } from "#ui/button.tsx";
import { Menu, MenuItem } from "#ui/menu.tsx";
import { PageHeader } from "#ui/page-header.tsx";
import { Panel } from "#ui/panel.tsx";
import { BalanceSplit } from "./balance-split.tsx";
import { BurnDownChart } from "./burn-down-chart.tsx";
import { GrantDialog } from "./grant-dialog.tsx";
import { LedgerTable } from "./ledger-table.tsx";
import { LotList } from "./lot-list.tsx";
import { OwnBills } from "./own-bills.tsx";
import { statementFiles } from "./statement-files.ts";
import { TopUpDialog } from "./top-up-dialog.tsx";
import { useAround } from "./use-around.ts";
import { hourNow } from "#lib/hour.ts";

export interface CreditsViewProps {
  credits: FragmentType<typeof BalanceSplit_CreditsFragmentDoc>;
  statement: FragmentType<typeof LedgerTable_ConnectionFragmentDoc>;
  ownBills: FragmentType<typeof OwnBills_ConnectionFragmentDoc>;
  around: CreditsAroundQuery;
  mayGrant: boolean;
  /** Credit can be paid for here, and by whoever reads this. */
  isForSale: boolean;
  mayTopUp: boolean;
}

export function CreditsView(props: CreditsViewProps) {
  const { credits: first, statement, ownBills, around: firstAround, mayGrant, isForSale, mayTopUp } = props;
  const [credits, setCredits] = useState(first);
  const [isGranting, setGranting] = useState(false);
  const [isToppingUp, setToppingUp] = useState(false);
  const { around, readAgain } = useAround(firstAround);
  const lots = around.creditLots.nodes;
  return (
    <>
      <PageHeader
        title="Credits"
        actions={
          <>
            <Menu
              align="end"
              trigger={
                <Button>
                  <Download aria-hidden className="size-4" />
                  Statement
                </Button>
              }
            >
              {statementFiles.map(({ label, addressAt }) => (
                <MenuItem key={label} onSelect={() => window.location.assign(addressAt(hourNow()))}>
                  {label}
                </MenuItem>
              ))}
            </Menu>
            {isForSale && mayTopUp && (
              <Button tone="primary" onClick={() => setToppingUp(true)}>
                <CreditCard aria-hidden className="size-4" />
                Top up
              </Button>
            )}
            {mayGrant && (
              <Button tone={isForSale && mayTopUp ? "plain" : "primary"} onClick={() => setGranting(true)}>
                <Plus aria-hidden className="size-4" />
                Grant credit
              </Button>
            )}
          </>
        }
      >
        What the account has to spend, what is set aside, and everything that moved.{" "}
        {howItComesIn(isForSale, mayTopUp, mayGrant)}
      </PageHeader>
      <BalanceSplit credits={credits} />
      <div className="grid border-b lg:grid-cols-2 lg:divide-x">
        <Panel title="Thirty days back and ahead" note="Dashed: what is left if nothing is used or added.">
          <BurnDownChart course={around.creditsCourse} lots={lots} />
        </Panel>
        <Panel title="Lots" note="What ends soonest is spent first. What is held does not expire.">
          <LotList lots={lots} />
        </Panel>
      </div>
      <OwnBills first={ownBills} />
      <Panel title="Ledger">
        <LedgerTable
          connection={statement}
          onMoved={(moved) => {
            setCredits(moved);
            readAgain();
          }}
        />
      </Panel>
      {isForSale && mayTopUp && <TopUpDialog open={isToppingUp} onOpenChange={setToppingUp} />}
      {mayGrant && <GrantDialog open={isGranting} onOpenChange={setGranting} />}
    </>
  );
}

function howItComesIn(isForSale: boolean, mayTopUp: boolean, mayGrant: boolean): string {
  if (isForSale) return mayTopUp ? "" : "An owner or an admin of the account can top it up.";
  return mayGrant
    ? "Nothing can be paid for here: you grant credit, and are paid however you agreed."
    : "Credit is granted by those who run this Berth: ask them for it, and it is here at once.";
}
