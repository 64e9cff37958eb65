import { fileURLToPath } from "node:url";

export const DRIZZLE_FOLDER = fileURLToPath(new URL("../../../drizzle", import.meta.url));
