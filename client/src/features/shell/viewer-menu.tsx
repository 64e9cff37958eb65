"use client";

import { LogOut, UserRound } from "lucide-react";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { signOut } from "#lib/auth/requests.ts";
import { themeCookie, writeCookie } from "#lib/cookies.ts";
import type { Theme } from "#lib/theme.ts";
import { Button } from "#ui/button.tsx";
import { Menu, MenuChoice, MenuItem, MenuLine, MenuNote } from "#ui/menu.tsx";
import { sayRefused } from "#ui/toast.tsx";

export interface ViewerMenuProps {
  name: string;
  email: string | null;
  theme: Theme;
}

const choices = [
  { value: "system", label: "As the system" },
  { value: "light", label: "Light" },
  { value: "dark", label: "Dark" },
] as const satisfies readonly { value: Theme; label: string }[];

export function ViewerMenu({ name, email, theme: keptTheme }: ViewerMenuProps) {
  const router = useRouter();
  const [theme, setTheme] = useState(keptTheme);

  const choose = (next: Theme): void => {
    setTheme(next);
    document.documentElement.dataset["theme"] = next;
    writeCookie(themeCookie, next === "system" ? null : next);
  };
  const leave = async (): Promise<void> => {
    const refused = await signOut();
    if (refused) sayRefused("Still signed in", refused.message);
    else window.location.assign("/sign-in");
  };

  return (
    <Menu
      align="end"
      trigger={
        <Button
          tone="quiet"
          size="icon"
          className="rounded-full bg-accent-wash text-2xs font-semibold text-accent"
        >
          {initials(name)}
          <span className="sr-only">{name}: theme, profile, sign out</span>
        </Button>
      }
    >
      <MenuNote>
        <span className="block truncate text-sm font-medium text-ink">{name}</span>
        {email}
      </MenuNote>
      <MenuLine />
      <MenuChoice label="Theme" value={theme} options={choices} onChange={choose} />
      <MenuLine />
      <MenuItem icon={<UserRound className="size-3.5" />} onSelect={() => router.push("/settings/profile")}>
        Profile and sign-ins
      </MenuItem>
      <MenuItem icon={<LogOut className="size-3.5" />} onSelect={() => void leave()}>
        Sign out
      </MenuItem>
    </Menu>
  );
}

function initials(name: string): string {
  const words = name.split(/\s+/).filter(Boolean);
  const letters = [words[0], words.length > 1 ? words.at(-1) : undefined].map(
    (word) => [...(word ?? "")][0] ?? "",
  );
  return letters.join("").toUpperCase();
}
