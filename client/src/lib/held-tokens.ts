// The token of a held price is told once, on the page that held it, and used on another. It waits in
// this tab's own storage: not in the address, which is copied, logged and remembered.

const nameOf = (offerId: string): string => `berth held ${offerId}`;

export function keepHeldToken(offerId: string, token: string): void {
  try {
    window.sessionStorage.setItem(nameOf(offerId), token);
  } catch {
    // A browser that stores nothing: the token can still be copied.
  }
}

export function heldTokenOf(offerId: string): string | null {
  try {
    return window.sessionStorage.getItem(nameOf(offerId));
  } catch {
    return null;
  }
}

export function dropHeldToken(offerId: string): void {
  try {
    window.sessionStorage.removeItem(nameOf(offerId));
  } catch {
    // There was nothing kept.
  }
}
