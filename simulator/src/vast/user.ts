import { creditOf } from "../contracts/credit.ts";
import { json, type Answer } from "../http/exchange.ts";
import { dollars } from "../money.ts";
import type { Visit } from "./visit.ts";

export function currentUser({ world, account, key }: Visit): Answer {
  return json(200, {
    id: account.id,
    username: account.email.split("@")[0],
    email: account.email,
    email_verified: true,
    fullname: null,
    api_key: key?.secret ?? null,
    sid: String(account.id),
    ssh_key: account.sshKeys.at(-1)?.text ?? null,
    // Credit is what was paid in less what was used, below zero too; balance is what is owed beyond credit.
    credit: dollars(creditOf(world, account)),
    balance: 0,
    balance_threshold: dollars(account.threshold),
    balance_threshold_enabled: false,
    billing_creditonly: 1,
    can_pay: false,
    has_billing: false,
    has_payout: false,
    got_signup_credit: 0,
    last4: null,
    paid_expected: 0,
    paid_verified: dollars(account.paidIn),
    billed_expected: 0,
    billed_verified: 0,
    password_resettable: true,
    paypal_email: null,
    billaddress_line1: null,
    billaddress_line2: null,
    billaddress_city: null,
    billaddress_zip: null,
    billaddress_country: null,
    user: "",
  });
}
