const words: Record<string, string> = {
  account: "Team",
  apiKey: "API key",
  invitation: "Invitation",
  member: "Member",
  offer: "Offer",
  provider: "Provider",
  signIn: "Sign-in",
  user: "Person",
};

/** What an event is about, as a word for people: "apiKey.created" is about an API key. */
export function topicWord(topic: string): string {
  const [noun = topic] = topic.split(".", 1);
  return words[noun] ?? noun.charAt(0).toUpperCase() + noun.slice(1);
}
