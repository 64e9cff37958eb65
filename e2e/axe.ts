import axe from "axe-core";
import type { Page } from "playwright-core";

/** The serious faults of accessibility that a page has as it stands, each with where it is. */
export async function faultsOf(page: Page): Promise<string[]> {
  // The page's own policy lets no foreign script in; the browser's console is not bound by it.
  await page.evaluate(axe.source);
  const found = await page.evaluate(async () => {
    const { axe } = globalThis as unknown as {
      axe: { run(): Promise<{ violations: { id: string; impact: string; nodes: { html: string }[] }[] }> };
    };
    return (await axe.run()).violations;
  });
  return found
    .filter(({ impact }) => impact === "serious" || impact === "critical")
    .map(({ id, nodes }) => `${id}: ${nodes[0]?.html.slice(0, 200)}`);
}
