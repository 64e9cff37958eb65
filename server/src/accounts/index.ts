export { makeAuth } from "./auth.ts";
export { authRoute } from "./auth-route.ts";
export { deliverMails } from "./deliver-mails.ts";
export { makeIdentify } from "./identify.ts";
export { keepDemoKey, makeDemoAccount } from "./make-demo-account.ts";
export { revocations } from "./revocations.ts";
export { deleteExpired as forgetExpired } from "./store/sign-ins.ts";
