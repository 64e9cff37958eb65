"use client";

import { Select } from "#ui/select.tsx";
import { choicesOf, firstMarketOf, gpuOf, marketWord, type Market } from "./markets.ts";

export interface MarketPickerProps {
  markets: readonly Market[];
  providers: ReadonlyMap<string, string>;
  chosen: Market | undefined;
  onChoose: (market: Market) => void;
}

/** A GPU, and then which of its markets. */
export function MarketPicker({ markets, providers, chosen, onChoose }: MarketPickerProps) {
  const choices = choicesOf(markets, chosen);
  return (
    <div className="flex flex-wrap gap-2">
      <Select
        label="GPU"
        value={chosen ? gpuOf(chosen) : ""}
        options={choices.gpus.map((gpu) => ({ value: gpu, label: gpu }))}
        onChange={(gpu) => {
          const first = firstMarketOf(markets, gpu);
          if (first) onChoose(first);
        }}
      />
      <Select
        label="Market"
        value={chosen?.id ?? ""}
        options={choices.markets.map((market) => ({
          value: market.id,
          label: marketWord(market, providers),
        }))}
        onChange={(id) => {
          const found = markets.find((market) => market.id === id);
          if (found) onChoose(found);
        }}
      />
    </div>
  );
}
