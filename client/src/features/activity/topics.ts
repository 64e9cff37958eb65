const words: Record<string, string> = {
  account: "Account",
  "api-key": "API key",
  invitation: "Invitation",
  member: "Member",
  offers: "Offers",
  provider: "Provider",
  "provider-key": "Provider key",
  session: "Session",
  "sign-in": "Sign-in",
};

/** What an event is about, as a word for people: "api-key.created" is about an API key. */
export function topicWord(topic: string): string {
  const [noun = topic] = topic.split(".", 1);
  return words[noun] ?? noun.charAt(0).toUpperCase() + noun.slice(1);
}
