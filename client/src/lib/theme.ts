export const themes = ["system", "light", "dark"] as const;
export type Theme = (typeof themes)[number];

export function themeOf(kept: string | undefined): Theme {
  return themes.find((theme) => theme === kept) ?? "system";
}
