/** One line as it stands in authorized_keys. */
export function isPublicKey(text: string): boolean {
  return /^(ssh-(rsa|ed25519|dss)|ecdsa-sha2-\S+|sk-\S+) [A-Za-z0-9+/=]+/.test(text);
}
