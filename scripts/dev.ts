import { runCommand } from "./plain-failure.ts";
import { runStack } from "./stack/run-stack.ts";

await runCommand(() => runStack("development"));
