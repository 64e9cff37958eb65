import axe, { type RunOptions } from "axe-core";
import type { Page } from "playwright-core";

/** The serious faults of accessibility that a page has as it stands, each with where it is. */
export function faultsOf(page: Page): Promise<string[]> {
  return look(page, { resultTypes: ["violations"] });
}

/** What a page is lacking in dark as in light: only its colours are another's there. */
export async function faultsInBoth(page: Page): Promise<string[]> {
  const inLight = await faultsOf(page);
  await page.emulateMedia({ colorScheme: "dark" });
  // A colour on its way to another is neither.
  await page.evaluate(
    "for (const change of document.getAnimations()) if (change instanceof CSSTransition) change.finish()",
  );
  const inDark = await look(page, { resultTypes: ["violations"], runOnly: ["color-contrast"] });
  await page.emulateMedia({ colorScheme: "light" });
  return [...inLight, ...inDark.map((fault) => `in dark: ${fault}`)];
}

async function look(page: Page, options: RunOptions): Promise<string[]> {
  // The page's own policy lets no foreign script in; the browser's console is not bound by it.
  await page.evaluate(axe.source);
  const found = await page.evaluate(async (wanted) => {
    const { axe } = globalThis as unknown as {
      axe: {
        run(
          options: unknown,
        ): Promise<{ violations: { id: string; impact: string; nodes: { html: string }[] }[] }>;
      };
    };
    return (await axe.run(wanted)).violations;
  }, options);
  return found
    .filter(({ impact }) => impact === "serious" || impact === "critical")
    .map(({ id, nodes }) => `${id}: ${nodes[0]?.html.slice(0, 200)}`);
}
