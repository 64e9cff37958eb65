// What the server costs, beside servers that do less: ratios measured in one run, because the figures themselves are
// those of the machine. `npm run bench -- http` runs one part of it. `npm run bench -- soak 20`, which is part of no
// other run, has the server at work for twenty minutes and looks at what is left behind.
import { runBench } from "../bench/bench.ts";
import { runCommand } from "./plain-failure.ts";

await runCommand(() => runBench(process.argv.slice(2)));
process.exit();
