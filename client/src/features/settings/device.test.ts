import { expect, test } from "vitest";
import { deviceOf } from "./device.ts";

test("a browser is known by its own name, not by those it also claims", () => {
  expect(
    deviceOf(
      "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0.0.0 Safari/537.36",
    ),
  ).toBe("Chrome on Linux");
  expect(
    deviceOf(
      "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/156.0 Safari/537.36 Edg/156.0",
    ),
  ).toBe("Edge on Windows");
  expect(
    deviceOf(
      "Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 Version/18.1 Mobile/15E148 Safari/604.1",
    ),
  ).toBe("Safari on iPhone");
  expect(
    deviceOf("Mozilla/5.0 (Macintosh; Intel Mac OS X 15.1; rv:140.0) Gecko/20100101 Firefox/140.0"),
  ).toBe("Firefox on macOS");
});

test("what is no browser goes by its own name", () => {
  expect(deviceOf("curl/8.9.1")).toBe("curl");
  expect(deviceOf(null)).toBe("Unknown device");
});
