import Stripe from "stripe";
import type { Usd } from "../values/money.ts";
import type { Clock } from "./clock.ts";
import type { Config } from "./config.ts";

/**
 * Where money comes in from outside. Without one, those who run Berth grant credit by hand and are
 * paid however they agreed.
 */
export interface Payments {
  /** Opens the place where somebody pays; asked again for the same wish it is the same place. */
  open(wish: PaymentWish): Promise<{ externalId: string; url: string }>;
  /** What the provider of payments tells; throws `NotFromThere` when it was not them, or not now. */
  read(body: Buffer, signature: string): PaymentNews;
}

export interface PaymentWish {
  topUpId: string;
  amount: Usd;
  email: string;
}

/** `unknown` is told of something that is not ours to act on, now or ever. */
export type PaymentNews =
  | { what: "unknown"; kind: string }
  | {
      what: "paid" | "processing" | "failed" | "expired";
      topUpId: string | null;
      externalId: string;
      /** What was paid, or is to be. Null when it is not in dollars. */
      amount: Usd | null;
    };

/** Not signed by them, changed on its way, or so old that it may be a replay. */
export class NotFromThere extends Error {}

const MICROS_PER_CENT = 10_000n;
const TOLERANCE_SECONDS = 300;

type StripeConfig = Pick<Config, "STRIPE_SECRET_KEY" | "STRIPE_WEBHOOK_SECRET" | "PUBLIC_URL">;

/** Null when no way to pay is configured. `elsewhere` is where a test answers in Stripe's place. */
export function makePayments(
  config: StripeConfig,
  clock: Clock,
  elsewhere: { host?: string; port?: number; protocol?: "http" | "https" } = {},
): Payments | null {
  const { STRIPE_SECRET_KEY: key, STRIPE_WEBHOOK_SECRET: webhookSecret, PUBLIC_URL: origin } = config;
  if (!key || !webhookSecret) return null;
  const stripe = new Stripe(key, {
    timeout: 8_000,
    maxNetworkRetries: 1,
    telemetry: false,
    appInfo: { name: "Berth" },
    ...elsewhere,
  });
  return {
    async open({ topUpId, amount, email }) {
      const session = await stripe.checkout.sessions.create(
        {
          mode: "payment",
          client_reference_id: topUpId,
          metadata: { topUpId },
          customer_email: email,
          line_items: [
            {
              quantity: 1,
              price_data: {
                currency: "usd",
                unit_amount: Number(amount / MICROS_PER_CENT),
                product_data: { name: "Berth credit" },
              },
            },
          ],
          success_url: `${origin}/credits`,
          cancel_url: `${origin}/credits`,
        },
        // Asked twice, because an answer was lost, it is one session.
        { idempotencyKey: topUpId },
      );
      if (!session.url) throw new Error("Stripe opened a session without an address");
      return { externalId: session.id, url: session.url };
    },

    read(body, signature) {
      let event: Stripe.Event;
      try {
        // The signature is of the bytes as they came; parsed and written again they are others.
        event = stripe.webhooks.constructEvent(
          body,
          signature,
          webhookSecret,
          TOLERANCE_SECONDS,
          undefined,
          clock.now().getTime(),
        );
      } catch (error) {
        throw new NotFromThere("not signed by Stripe, or too long ago", { cause: error });
      }
      return newsIn(event);
    },
  };
}

function newsIn(event: Stripe.Event): PaymentNews {
  switch (event.type) {
    case "checkout.session.completed":
    case "checkout.session.async_payment_succeeded": {
      // Completed is not paid: a bank may take days. What the session itself says is what counts.
      const paid = event.data.object.payment_status === "paid";
      return { what: paid ? "paid" : "processing", ...sessionIn(event.data.object) };
    }
    case "checkout.session.async_payment_failed":
      return { what: "failed", ...sessionIn(event.data.object) };
    case "checkout.session.expired":
      return { what: "expired", ...sessionIn(event.data.object) };
    default:
      return { what: "unknown", kind: event.type };
  }
}

function sessionIn(session: Stripe.Checkout.Session) {
  const { id: externalId, client_reference_id: topUpId, amount_total: cents, currency } = session;
  const amount = currency === "usd" && cents !== null ? BigInt(cents) * MICROS_PER_CENT : null;
  return { topUpId, externalId, amount };
}
