import { paceOf, readShape, SHAPE_SIGNS } from "../../server/src/forecasts/rules/bends.ts";
import { addUp, KNOTS } from "../../server/src/forecasts/rules/momentum.ts";
import type { PricePath } from "../../server/src/forecasts/rules/price-path.ts";
import { boost, type Samples } from "./boost.ts";
import { readPaths } from "./fit-levels.ts";

// The trees in bend-trees.ts, from what momentum missed by in many series: so it comes after momentum's weights. Here a
// series counts by how far it moves, as it does in the mean of many series' errors.
//
//   node bench/forecast/fit-bends.ts extra-cpu-spot.csv.gz

const EVERY_HOURS = 7;
const FIRST_HOUR = 48;

function samplesAt(paths: readonly PricePath[], ahead: number): Samples {
  const signs: number[] = [];
  const wanted: number[] = [];
  const counts: number[] = [];
  const shape = new Float64Array(SHAPE_SIGNS);
  for (const path of paths) {
    if ((path.travelled.at(-1) ?? 0) === 0) continue;
    for (let at = FIRST_HOUR; at + ahead < path.logs.length; at += EVERY_HOURS) {
      readShape(path, at, shape);
      const pace = paceOf(path, at);
      const [foretold = 0] = addUp(path, at, [ahead]);
      signs.push(...shape);
      wanted.push(((path.logs[at + ahead] ?? 0) - (path.logs[at] ?? 0) - foretold) / pace);
      counts.push(pace);
    }
  }
  return {
    signs: Float64Array.from(signs),
    width: SHAPE_SIGNS,
    wanted: Float64Array.from(wanted),
    counts: Float64Array.from(counts),
  };
}

/** Always the same chances. */
function chances(): () => number {
  let state = 20_211;
  return () => {
    state = (state * 48_271) % 2_147_483_647;
    return state / 2_147_483_647;
  };
}

const paths = readPaths(process.argv.slice(2));
console.log(
  "/** By hour ahead (KNOTS), trees one after the other (askTrees). Made by bench/forecast/fit-bends.ts. */",
);
console.log("export const BEND_TREES: readonly (readonly number[])[] = [");
for (const knot of KNOTS) console.log(`  [${boost(samplesAt(paths, knot), chances()).join(", ")}],`);
console.log("];");
