export { actingFor } from "./acting-for.ts";
export { accountIdOf, personOf } from "./asking.ts";
export { authRoute } from "./auth-route.ts";
export { makeAuth } from "./auth.ts";
export { refuseForeignConsumer } from "./bound.ts";
export { changePlan, planOf } from "./plan.ts";
export {
  forgetOwnKey,
  keepOwnKey,
  keepRenting,
  listKeptKeys,
  listOwnKeys,
  openOwnKey,
  type OwnKey,
} from "./own-keys.ts";
export { queueMail } from "./queue-mail.ts";
export { clientAddress } from "./client-address.ts";
export { forgetUsage, KeyUsage } from "./count-usage.ts";
export { deliverMails } from "./deliver-mails.ts";
export { makeIdentify } from "./identify.ts";
export { mailLeads, mailWhoBegan } from "./mail-leads.ts";
export { keepDemoKey, makeDemoAccount } from "./make-demo-account.ts";
export { revocations } from "./revocations.ts";
export { findAccount } from "./store/accounts.ts";
export {
  isConfirmedAddress,
  listAccountsOwnedBy,
  listConfirmed,
  listLeads,
  listLeadsOf,
  type MailedMember,
} from "./store/members.ts";
export { ofOwnConsumers } from "./store/bound.ts";
export { deleteExpired as forgetExpired } from "./store/sign-ins.ts";
