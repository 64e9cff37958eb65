import Link from "next/link";
import { buttonStyle } from "#ui/button-style.ts";
import { Empty } from "#ui/states.tsx";

export default function NotFound() {
  return (
    <main className="grid min-h-dvh place-items-center">
      <Empty
        isPage
        title="There is no such page"
        actions={
          <Link href="/offers" className={buttonStyle({})}>
            Go to offers
          </Link>
        }
      >
        The address may be misspelt, or the page is gone.
      </Empty>
    </main>
  );
}
