import { Bell, Mail, MessageSquare, Webhook, type LucideIcon } from "lucide-react";
import type { AlertMeans, NewAlertMeans } from "#gql/graphql.ts";

export const meansIcon: Record<AlertMeans, LucideIcon> = {
  IN_APP: Bell,
  WEBHOOK: Webhook,
  SLACK: MessageSquare,
  EMAIL: Mail,
};

export const meansLabel: Record<AlertMeans, string> = {
  IN_APP: "Console",
  WEBHOOK: "Webhook",
  SLACK: "Slack",
  EMAIL: "Mail",
};

export const newMeans: readonly { value: NewAlertMeans; label: string; hint: string }[] = [
  { value: "WEBHOOK", label: "Webhook", hint: "A signed call to a program of yours" },
  { value: "SLACK", label: "Slack", hint: "A message, by an incoming webhook" },
  { value: "EMAIL", label: "Mail", hint: "A letter to somebody in this account" },
];

export const addressOf: Record<NewAlertMeans, { label: string; placeholder: string; hint: string }> = {
  WEBHOOK: {
    label: "Address",
    placeholder: "https://",
    hint: "It is called with POST. Every call is signed; the secret is shown once.",
  },
  SLACK: {
    label: "Webhook address",
    placeholder: "https://hooks.slack.com/services/…",
    hint: "Slack makes one for a channel: Apps, Incoming Webhooks. It is kept sealed.",
  },
  EMAIL: {
    label: "Mail address",
    placeholder: "name@example.com",
    hint: "Somebody of this account who has confirmed it. Each letter says how to get no more.",
  },
};
