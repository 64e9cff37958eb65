// Whose page this is, by what it was rendered with. The cookie is the browser's and not the page's: in another tab the account
// may have been switched, or somebody else have signed in. What this page asks for and is told is its own viewer's, or
// it is loaded anew.

interface Viewer {
  accountId: string;
  /** Null for a key. */
  userId: string | null;
}

let own: Viewer | null = null;

/** Says whose page this is. Returns how to take it back. */
export function setViewer(viewer: Viewer): () => void {
  own = viewer;
  return () => {
    if (own === viewer) own = null;
  };
}

/** Goes with what is asked: whoever is somebody else by now is answered as nobody. */
export function viewerHeaders(): Record<string, string> {
  return own ? { "x-berth-viewer": `${own.accountId} ${own.userId}` } : {};
}

/** Whether a socket is somebody else's, by what its acknowledgement says. One that says nothing is of an older server. */
export function isAnothers(acknowledged: Partial<Viewer> | undefined): boolean {
  if (!own || acknowledged?.accountId === undefined) return false;
  return acknowledged.accountId !== own.accountId || acknowledged.userId !== own.userId;
}
