import { randomBytes } from "node:crypto";
import type postgres from "postgres";
import { makeKeySecret } from "../server/src/accounts/key-secret.ts";

/** Accounts, and one key of each that may read. */
export type Tenants = { accountIds: string[]; keys: string[] };

export async function makeTenants(sql: postgres.Sql, count: number): Promise<Tenants> {
  const tenants = Array.from({ length: count }, (_, n) => ({
    accountId: `acc_bench${n}`,
    keyId: `key_bench${n}`,
    ...makeKeySecret({ bytes: (length) => randomBytes(length) }),
  }));
  const accountIds = tenants.map((tenant) => tenant.accountId);
  await sql`
    insert into accounts (id, name, created_at) select id, 'Bench', now() from unnest(${accountIds}::text[]) id`;
  await sql`
    insert into api_keys (id, account_id, name, hint, hash, scopes, created_at)
    select id, account_id, 'bench', hint, hash, array['read'], now()
    from unnest(${tenants.map((one) => one.keyId)}::text[], ${accountIds}::text[],
      ${tenants.map((one) => one.hint)}::text[], ${tenants.map((one) => one.hash)}::text[]) as t(id, account_id, hint, hash)`;
  return { accountIds, keys: tenants.map((tenant) => tenant.secret) };
}
