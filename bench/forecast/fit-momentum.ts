import { KNOTS, readSigns, SIGNS } from "../../server/src/forecasts/rules/momentum.ts";
import { fitLevel, readPaths, samplesOf, showWeights } from "./fit-levels.ts";

// The weights in momentum-weights.ts, from administered prices of many series: it is the median that is forecast.
//
//   node bench/forecast/fit-momentum.ts extra-cpu-spot.csv.gz

const paths = readPaths(process.argv.slice(2));
showWeights(
  "MOMENTUM_WEIGHTS",
  "By hour ahead (KNOTS), what each sign weighs (readSigns). Made by bench/forecast/fit-momentum.ts.",
  KNOTS.map((knot) =>
    fitLevel(
      samplesOf(paths, knot, {
        signs: SIGNS,
        readSigns,
        came: ({ logs }, at, ahead) => (logs[at + ahead] ?? 0) - (logs[at] ?? 0),
      }),
      0.5,
    ),
  ),
);
