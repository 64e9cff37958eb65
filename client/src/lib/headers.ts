/** Set by proxy.ts on every request it passes on, for the pages to read. */
export const pathHeader = "x-berth-path";
export const nonceHeader = "x-nonce";
