import { expect, test } from "vitest";
import { isImageName } from "./image-name.ts";

const DIGEST = `sha256:${"0a".repeat(32)}`;

test.each([
  "ubuntu",
  "nvidia/cuda:12.8.1-devel-ubuntu24.04",
  "ghcr.io/team/an_app__of-ours---1",
  "localhost:5000/team/app",
  "registry.example.com:443/app:v1",
  "pytorch/pytorch:_nightly",
  "team/app:1..2",
  "team/app:1.0-",
  `team/app@${DIGEST}`,
  `team/app:V1@${DIGEST}`,
  `${"a".repeat(255)}:${"t".repeat(128)}@${DIGEST}`,
])("%s names an image", (name) => {
  expect(isImageName(name)).toBe(true);
});

test.each([
  "",
  "not an image",
  "ubuntu; rm -rf /",
  "$(reboot)",
  "-v/:/host",
  "ubuntu\n",
  "Ubuntu",
  "team//app",
  "team/app/",
  "team/-app",
  "team/app-",
  "team/app:",
  "team/app:.1",
  "team/app:1:2",
  "team/a___b",
  "team:5000/",
  `team/app:${"t".repeat(129)}`,
  "team/app@sha256:0a",
  "a".repeat(600),
])("%s names none", (name) => {
  expect(isImageName(name)).toBe(false);
});
