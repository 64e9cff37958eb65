import type { Ctx } from "../platform/context.ts";
import { NotFound } from "../values/refusal.ts";
import { personOf } from "./asking.ts";
import { deleteSignIn, type SignInRow } from "./store/sign-ins.ts";

/** Signs the person out somewhere: on a machine they lost, or here. */
export async function revokeSignIn(ctx: Ctx, signInId: string): Promise<SignInRow> {
  const signIn = await deleteSignIn(ctx, personOf(ctx).userId, signInId);
  if (!signIn) throw new NotFound("sign-in", signInId);
  return signIn;
}
