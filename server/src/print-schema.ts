import { printContract } from "./schema.ts";

process.stdout.write(printContract());
