"use client";

import { Download, Plus } from "lucide-react";
import { useState } from "react";
import type { FragmentType } from "#gql/fragment-masking.ts";
import type {
  BalanceSplit_CreditsFragmentDoc,
  CreditsAroundQuery,
  LedgerTable_ConnectionFragmentDoc,
} from "#gql/graphql.ts";
import { Button } from "#ui/button.tsx";
import { Menu, MenuItem } from "#ui/menu.tsx";
import { PageHeader } from "#ui/page-header.tsx";
import { Panel } from "#ui/panel.tsx";
import { BalanceSplit } from "./balance-split.tsx";
import { BurnDownChart } from "./burn-down-chart.tsx";
import { GrantDialog } from "./grant-dialog.tsx";
import { LedgerTable } from "./ledger-table.tsx";
import { LotList } from "./lot-list.tsx";
import { statementFiles } from "./statement-files.ts";
import { useAround } from "./use-around.ts";

export interface CreditsViewProps {
  credits: FragmentType<typeof BalanceSplit_CreditsFragmentDoc>;
  statement: FragmentType<typeof LedgerTable_ConnectionFragmentDoc>;
  around: CreditsAroundQuery;
  mayGrant: boolean;
}

export function CreditsView({ credits: first, statement, around: firstAround, mayGrant }: CreditsViewProps) {
  const [credits, setCredits] = useState(first);
  const [isGranting, setGranting] = useState(false);
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
                <MenuItem key={label} onSelect={() => window.location.assign(addressAt(Date.now()))}>
                  {label}
                </MenuItem>
              ))}
            </Menu>
            {mayGrant && (
              <Button tone="primary" onClick={() => setGranting(true)}>
                <Plus aria-hidden className="size-4" />
                Grant credit
              </Button>
            )}
          </>
        }
      >
        What the account has to spend, what is set aside, and everything that moved.
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
      <Panel title="Ledger">
        <LedgerTable
          connection={statement}
          onMoved={(moved) => {
            setCredits(moved);
            readAgain();
          }}
        />
      </Panel>
      {mayGrant && <GrantDialog open={isGranting} onOpenChange={setGranting} />}
    </>
  );
}
