export { pollProvider } from "./poll.ts";
export { readMarketRevision } from "./store/revision.ts";
