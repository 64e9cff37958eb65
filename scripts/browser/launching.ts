import { chromium } from "playwright-core";
import { messageOf } from "../plain-failure.ts";

/** Starts a browser and shows it a page; answers null when that works, else why it does not. */
export async function findLaunchTrouble(executablePath: string): Promise<string | null> {
  try {
    const browser = await chromium.launch({ executablePath, timeout: 60_000 });
    try {
      const page = await browser.newPage();
      await page.setContent("<p>Berth</p>");
      const text = await page.textContent("p");
      return text === "Berth" ? null : `it showed ${JSON.stringify(text)} instead of the page`;
    } finally {
      await browser.close();
    }
  } catch (error) {
    return gist(messageOf(error));
  }
}

// The message is followed by the whole log of the launch, where a missing library is what matters.
function gist(message: string): string {
  const lines = message.split("\n").map((line) => line.trim());
  return lines.find((line) => /error while loading|GLIBC|ENOENT|EACCES/.test(line)) ?? lines[0] ?? message;
}
