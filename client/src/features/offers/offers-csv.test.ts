import { expect, test } from "vitest";
import { anOffer } from "./an-offer.ts";
import { offersCsv } from "./offers-csv.ts";

const lines = (text: string): string[] => text.trimEnd().split("\r\n");

test("an offer is a line, exact to the micro-dollar, and the header names units and disk", () => {
  const [header, line] = lines(offersCsv([anOffer("off_1", { pricePerGpuHour: "2.123456" })], 200));
  expect(header).toContain(
    '"usd_per_gpu_hour","usd_per_machine_hour","usd_per_machine_hour_all_in_with_200_gb_disk"',
  );
  expect(line).toContain('"2.123456"');
  expect(header?.split(",")).toHaveLength(line?.replace("Texas, US", "Texas").split(",").length ?? 0);
});

test("what a provider does not say is empty, not a word", () => {
  const [, line] = lines(offersCsv([anOffer("off_1", { reliability: null, cudaVersion: null })], 50));
  expect(line).toContain(',"",');
  expect(line).not.toMatch(/null|undefined/);
});

test("a host cannot put a formula into the reader's spreadsheet", () => {
  const region = '=HYPERLINK("http://evil.example","Texas")';
  expect(offersCsv([anOffer("off_1", { region })], 50)).toContain(`"'=HYPERLINK(""http`);
});
