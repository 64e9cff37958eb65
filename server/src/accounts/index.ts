export { makeAuth } from "./auth.ts";
export { authRoute } from "./auth-route.ts";
export { createApiKey } from "./create-api-key.ts";
export { deliverMails } from "./deliver-mails.ts";
export { findKeyBySecret, makeIdentify } from "./identify.ts";
export { makeDemoAccount } from "./make-demo-account.ts";
export { revocations } from "./revocations.ts";
export { deleteExpired as forgetExpired } from "./store/sign-ins.ts";
