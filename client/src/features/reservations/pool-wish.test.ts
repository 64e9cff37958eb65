import { expect, test } from "vitest";
import { percentText, priceText, readPoolWish } from "./pool-wish.ts";

const written: Record<string, string> = {
  name: "H100 in Europe",
  gpus: "16",
  pricePerGpuHour: "$2.50",
  marginBp: "",
  buyCapPerGpuHour: "4",
  providers: "vast, tensordock",
  hosts: "",
  leadMinutes: "15",
  giveUpMinutes: "60",
  horizonDays: "90",
  freeCancelHours: "24",
  cancelShareBp: "50",
  handBackShareBp: "12.5 %",
};
const read = (change: Record<string, string> = {}) =>
  readPoolWish((field) => ({ ...written, ...change })[field] ?? "");

test("what is written is what is sent: dollars exactly, shares in hundredths of a percent", () => {
  expect(read()).toEqual({
    name: "H100 in Europe",
    gpus: 16,
    pricePerGpuHour: "2.500000",
    marginBp: null,
    buyCapPerGpuHour: "4.000000",
    providers: ["vast", "tensordock"],
    hosts: [],
    leadMinutes: 15,
    giveUpMinutes: 60,
    horizonDays: 90,
    freeCancelHours: 24,
    cancelShareBp: 5_000,
    handBackShareBp: 1_250,
  });
  expect(read({ marginBp: "0" })).toMatchObject({ marginBp: 0 });
});

test.each([
  ["gpus", "many"],
  ["gpus", "-1"],
  ["pricePerGpuHour", "cheap"],
  ["cancelShareBp", "half"],
  ["marginBp", "12.345"],
])("%s written as “%s” is refused at its field", (field, text) => {
  expect(read({ [field]: text })).toMatchObject({ field });
});

test("what is stored is shown as it would be written", () => {
  expect([percentText(1_250), percentText(5_000), percentText(0), percentText(7)]).toEqual([
    "12.5",
    "50",
    "0",
    "0.07",
  ]);
  expect([priceText("2.500000"), priceText("0.550001"), priceText("3.000000")]).toEqual([
    "2.50",
    "0.550001",
    "3.00",
  ]);
});
