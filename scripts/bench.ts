// What the server costs, beside servers that do less: ratios measured in one run, because the figures themselves are
// those of the machine. `npm run bench -- http` runs one part of it; the others are fanout, replay, storm and idle.
import { runBench } from "../bench/bench.ts";
import { runCommand } from "./plain-failure.ts";

await runCommand(() => runBench(process.argv.slice(2)));
process.exit();
