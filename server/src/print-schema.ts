// The decorators of the schema read types through it, so it comes before all of them.
import "reflect-metadata";
import { printContract } from "./schema.ts";

process.stdout.write(printContract());
