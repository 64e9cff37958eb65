/**
 * Where to go after signing in. Only a path of this console is followed: anything that a browser
 * would read as another host leads to the first page instead.
 */
export function returnPath(asked: string | null | undefined): string {
  if (!asked?.startsWith("/")) return "/offers";
  const here = new URL("http://console.invalid");
  let target: URL;
  try {
    target = new URL(asked, here);
  } catch {
    return "/offers";
  }
  if (target.origin !== here.origin || target.pathname === "/" || /^\/sign-(in|up)\b/.test(target.pathname)) {
    return "/offers";
  }
  return `${target.pathname}${target.search}`;
}

export function signInPath(from: string): string {
  const back = returnPath(from);
  return back === "/offers" ? "/sign-in" : `/sign-in?next=${encodeURIComponent(back)}`;
}
