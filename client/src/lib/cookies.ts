export const zoneCookie = "berth-zone";
export const themeCookie = "berth-theme";
/** Which columns of the offers are shown. */
export const columnsCookie = "berth-offer-columns";
/** Whether the supply of offers is drawn. */
export const supplyCookie = "berth-offer-supply";
/** Which cloud what was paid is compared with. */
export const cloudCookie = "berth-savings-cloud";

/** Preferences are kept in cookies, so that the server can render by them from the first byte. */
export function writeCookie(name: string, value: string | null): void {
  const kept = value === null ? "; Max-Age=0" : `; Max-Age=${400 * 24 * 3600}`;
  // oxlint-disable-next-line unicorn/no-document-cookie -- The Cookie Store API is not in every browser we serve.
  document.cookie = `${name}=${encodeURIComponent(value ?? "")}; Path=/; SameSite=Lax${kept}`;
}
