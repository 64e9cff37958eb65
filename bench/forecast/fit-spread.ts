import { addUp } from "../../server/src/forecasts/rules/momentum.ts";
import {
  OUTER_LEVELS,
  readSpreadSigns,
  SPREAD_KNOTS,
  SPREAD_SIGNS,
} from "../../server/src/forecasts/rules/spread.ts";
import { fitLevel, readPaths, samplesOf, showWeights } from "./fit-levels.ts";

// The weights in spread-weights.ts, from what momentum adds up to and missed by in many series: what its trees say of the series
// that they were fitted to would be too good.
//
//   node bench/forecast/fit-spread.ts extra-cpu-spot.csv.gz

const paths = readPaths(process.argv.slice(2));
const samples = SPREAD_KNOTS.map((knot) =>
  samplesOf(paths, knot, {
    signs: SPREAD_SIGNS,
    readSigns: readSpreadSigns,
    came: (path, at, ahead) => {
      const [foretold = 0] = addUp(path, at, [ahead]);
      return (path.logs[at + ahead] ?? 0) - (path.logs[at] ?? 0) - foretold;
    },
  }),
);
showWeights(
  "SPREAD_WEIGHTS",
  "By level (OUTER_LEVELS), then by hour ahead (SPREAD_KNOTS), what each sign weighs. Made by bench/forecast/fit-spread.ts.",
  OUTER_LEVELS.flatMap((level) => samples.map((some) => fitLevel(some, level))),
);
