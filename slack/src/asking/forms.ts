import type { InputBlock, KnownBlock, ModalView } from "@slack/types";
import type { PoolsQuery } from "@berth/client-sdk";
import { lines, shorten, text } from "../rules/words.ts";
import type { Origin } from "./payloads.ts";

// What is filled in. Somebody who opens one has three seconds' right to it, so it opens at once and is completed when
// Berth has answered.

export type FormName = "link" | "reserve" | "extend";

const titles: Readonly<Record<FormName, [title: string, submit: string]>> = {
  link: ["Link to Berth", "Link"],
  reserve: ["Reserve GPUs", "Show the price"],
  extend: ["Keep it for longer", "Show the price"],
};

function form(name: FormName, origin: Origin, blocks: KnownBlock[], canSubmit = true): ModalView {
  const [title, submit] = titles[name];
  return {
    type: "modal",
    callback_id: name,
    private_metadata: JSON.stringify(origin),
    title: { type: "plain_text", text: title },
    close: { type: "plain_text", text: "Close" },
    ...(canSubmit && { submit: { type: "plain_text", text: submit } }),
    blocks,
  };
}

export function waitingForm(name: FormName, origin: Origin): ModalView {
  return form(name, origin, [lines([text("Asking Berth…")])], false);
}

export function messageForm(name: FormName, origin: Origin, words: string): ModalView {
  return form(name, origin, [lines([text(words)])], false);
}

export function linkForm(origin: Origin, consoleUrl: string): ModalView {
  return form("link", origin, [
    lines([
      text("Make a key of your own in the console, under "),
      { type: "link", url: `${consoleUrl}/settings/keys`, text: "Settings, Keys" },
      text(
        ", with the scopes that you want to use from here: read, sessions:write, reservations:write. Paste it here once. It is kept encrypted, acts only when you click, and can be revoked there at any time.",
      ),
    ]),
    {
      type: "input",
      block_id: "key",
      label: { type: "plain_text", text: "Key" },
      element: {
        type: "plain_text_input",
        action_id: "key",
        placeholder: { type: "plain_text", text: "berth_…" },
      },
    },
  ]);
}

export function extendForm(origin: Origin, what: string): ModalView {
  return form("extend", origin, [
    lines([text(shorten(what, 200))]),
    numberInput("hours", "Hours more", 1, 720, "1"),
  ]);
}

export function reserveForm(origin: Origin, pools: PoolsQuery["pools"], now: Date): ModalView {
  const open = pools.filter(({ isOpen }) => isOpen).slice(0, 100);
  const tomorrow = new Date(now.getTime() + 24 * 3_600_000).toISOString().slice(0, 10);
  const options = open.map(({ id, gpuModel, region, pricePerGpuHour }) => ({
    text: {
      type: "plain_text" as const,
      emoji: false,
      text: shorten(`${gpuModel}, ${region}: $${Number(pricePerGpuHour).toFixed(2)} a GPU-hour`, 75),
    },
    value: id,
  }));
  const [first] = options;
  if (!first) return messageForm("reserve", origin, "Nothing can be booked ahead at the moment.");
  return form("reserve", origin, [
    {
      type: "input",
      block_id: "pool",
      label: { type: "plain_text", text: "GPU" },
      element: { type: "static_select", action_id: "pool", options, initial_option: first },
    },
    numberInput("gpus", "How many", 1, 1_000, "1"),
    {
      type: "input",
      block_id: "date",
      label: { type: "plain_text", text: "Day" },
      element: { type: "datepicker", action_id: "date", initial_date: tomorrow },
    },
    {
      type: "input",
      block_id: "time",
      label: { type: "plain_text", text: "From, in UTC" },
      element: { type: "timepicker", action_id: "time", initial_time: "09:00" },
    },
    numberInput("hours", "Hours", 1, 720, "4"),
  ]);
}

function numberInput(id: string, label: string, least: number, most: number, initial: string): InputBlock {
  return {
    type: "input",
    block_id: id,
    label: { type: "plain_text", text: label },
    element: {
      type: "number_input",
      action_id: id,
      is_decimal_allowed: false,
      min_value: String(least),
      max_value: String(most),
      initial_value: initial,
    },
  };
}
