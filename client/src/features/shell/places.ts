import {
  Activity,
  Bell,
  Braces,
  CalendarDays,
  CalendarSync,
  ChartSpline,
  Cloud,
  Coins,
  Gauge,
  KeyRound,
  MessagesSquare,
  PiggyBank,
  Radar,
  Server,
  Settings,
  SquareTerminal,
  UserRound,
  UsersRound,
  type LucideIcon,
} from "lucide-react";

export interface Place {
  path: string;
  name: string;
  icon: LucideIcon;
  /** Words one may think of it by. */
  also: string;
}

/** At the bottom of a narrow window there is room for so many with their names; what follows is one touch further. */
export const AT_THE_BOTTOM = 4;

/** The places of the rail, in its order. */
export const mainPlaces: readonly Place[] = [
  { path: "/offers", name: "Offers", icon: Server, also: "market gpu prices rent" },
  { path: "/sessions", name: "Sessions", icon: SquareTerminal, also: "machines running rent ssh stop cost" },
  {
    path: "/reservations",
    name: "Reserve",
    icon: CalendarDays,
    also: "reservations book ahead calendar pool capacity schedule",
  },
  {
    path: "/forecast",
    name: "Forecast",
    icon: ChartSpline,
    also: "predict prices ahead best hour start scorecard accuracy",
  },
  { path: "/credits", name: "Credits", icon: Coins, also: "balance money ledger statement lots billing" },
  {
    path: "/savings",
    name: "Savings",
    icon: PiggyBank,
    also: "economy saved aws gcp google azure compare cost",
  },
  { path: "/budgets", name: "Budgets", icon: Gauge, also: "limits thresholds alerts spend stop block" },
  {
    path: "/alerts",
    name: "Alerts",
    icon: Bell,
    also: "notifications channels webhook slack mail tell rules deliveries",
  },
  { path: "/activity", name: "Activity", icon: Activity, also: "events audit log history" },
  { path: "/settings", name: "Settings", icon: Settings, also: "preferences" },
];

/** What the palette leads to besides. */
export const innerPlaces: readonly Place[] = [
  {
    path: "/team-channel",
    name: "Team channel",
    icon: MessagesSquare,
    also: "slack bot messages cards chat team",
  },
  {
    path: "/settings/profile",
    name: "Profile and sign-ins",
    icon: UserRound,
    also: "me sessions devices invitations",
  },
  {
    path: "/settings/account",
    name: "Account and members",
    icon: UsersRound,
    also: "invite roles people team",
  },
  {
    path: "/settings/calendars",
    name: "Calendars",
    icon: CalendarSync,
    also: "google calendar ics feed subscribe apple outlook mirror",
  },
  { path: "/settings/keys", name: "API keys", icon: KeyRound, also: "token secret cli" },
  {
    path: "/settings/explorer",
    name: "API explorer",
    icon: Braces,
    also: "graphql graphiql schema query try examples partner documentation",
  },
  {
    path: "/settings/providers",
    name: "Provider keys",
    icon: Cloud,
    also: "connect vast tensordock blue lobster own",
  },
];

/** For those who run this Berth, each shown to whom it is open. */
export const runningPlaces: readonly (Place & { action: string })[] = [
  {
    path: "/fleet",
    name: "Fleet",
    icon: Radar,
    also: "audit orphans ghosts sweep reconciliation providers machines",
    action: "fleet.read",
  },
];

export function isAt(path: string, place: Place): boolean {
  return path === place.path || path.startsWith(`${place.path}/`);
}
