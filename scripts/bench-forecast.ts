// How right forecasts are, on price history from a file: `npm run bench:forecast -- FILE.csv.gz [--origins=FILE]
// [--sample=4] [--forest-sample=8] [--orders=60]`.
import { runForecastBench } from "../bench/forecast/bench.ts";
import { PlainFailure, runCommand } from "./plain-failure.ts";

await runCommand(async () => {
  const args = process.argv.slice(2);
  const file = args.find((arg) => !arg.startsWith("--"));
  if (!file) throw new PlainFailure("Say which file: npm run bench:forecast -- prices.csv.gz");
  const value = (name: string) => args.find((arg) => arg.startsWith(`--${name}=`))?.split("=")[1];
  runForecastBench({
    file,
    origins: value("origins"),
    sample: Number(value("sample") ?? 1),
    forestSample: Number(value("forest-sample") ?? 8),
    orders: Number(value("orders") ?? 60),
  });
});
