// Forecasts of prices in a file, as rows that others can score: `npm run forecast:export -- FILE ORIGINS OUT`, where
// ORIGINS is a CSV of series_id and origin_ts.
import { exportForecasts } from "../bench/forecast/export.ts";
import { PlainFailure, runCommand } from "./plain-failure.ts";

await runCommand(async () => {
  const [file, origins, out, ...more] = process.argv.slice(2);
  if (!file || !origins || !out || more.length > 0) {
    throw new PlainFailure("Say from which prices, at which origins, into which file: FILE ORIGINS OUT.");
  }
  const { made, refused } = exportForecasts(file, origins, out);
  for (const one of refused) console.log(`No forecast of ${one}`);
  console.log(`${made} forecasts are in ${out}.`);
});
