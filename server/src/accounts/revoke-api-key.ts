import { record } from "../events/record.ts";
import { type Ctx, inTransaction } from "../platform/context.ts";
import { NotFound } from "../values/refusal.ts";
import { accountIdOf } from "./asking.ts";
import { type ApiKeyRow, findApiKey, markRevoked } from "./store/api-keys.ts";

/** Revoking a revoked key changes nothing and is no mistake. */
export async function revokeApiKey(ctx: Ctx, apiKeyId: string): Promise<ApiKeyRow> {
  return inTransaction(ctx, async (ctx) => {
    const revoked = await markRevoked(ctx, apiKeyId);
    const apiKey = await findApiKey(ctx, apiKeyId);
    if (!apiKey) throw new NotFound("API key", apiKeyId);
    if (revoked) {
      await record(ctx, {
        topic: "api-key.revoked",
        subject: apiKey.id,
        accountId: accountIdOf(ctx),
        payload: { name: apiKey.name },
      });
    }
    return apiKey;
  });
}
