// As Docker's own reference has it: parts between slashes, of which the first may have a port, then a tag and a digest.
// What separates two runs of letters is never a letter itself, so that a text can be read in one way only, and one that
// is no name is told in a time that grows no faster than the text.
const PART = "[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*";
const TAG = "[A-Za-z0-9_][A-Za-z0-9._-]{0,127}";
const IMAGE = new RegExp(`^${PART}(?::\\d{1,5}(?=/))?(?:/${PART})*(?::${TAG})?(?:@sha256:[0-9a-f]{64})?$`);

/** Docker takes 255 characters before the tag. */
const LENGTH_MAX = 255 + ":".length + 128 + "@sha256:".length + 64;

/** Whether it names a container image; then it also has nothing in it that a shell would take for more than a word. */
export function isImageName(text: string): boolean {
  return text.length <= LENGTH_MAX && IMAGE.test(text);
}
