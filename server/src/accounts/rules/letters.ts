import type { Role } from "../../values/actor.ts";

// What Berth writes to people. How a letter looks is the business of whoever sends it.

export function signInLetter(href: string, minutes: number) {
  return {
    subject: "Your link to sign in to Berth",
    paragraphs: [
      `This link signs you in. It works once, and for ${minutes} minutes.`,
      "If you did not ask for it, nobody has got in, and there is nothing to do.",
    ],
    button: { label: "Sign in", href },
  };
}

export function newPasswordLetter(href: string, minutes: number) {
  return {
    subject: "Your link to set a password for Berth",
    paragraphs: [
      `This link lets you set a new password. It works once, and for ${minutes} minutes. Everybody who is signed in as you is signed out by it.`,
      "If you did not ask for it, nothing was changed, and there is nothing to do.",
    ],
    button: { label: "Set a password", href },
  };
}

export function passwordChangedLetter() {
  return {
    subject: "Your password for Berth was changed",
    paragraphs: [
      "Your password was changed a moment ago, and whoever else was signed in as you was signed out.",
      "If it was not you, set another one from the sign-in page at once: it mails a link to this address, and to nobody else.",
    ],
  };
}

export function confirmationLetter(href: string) {
  return {
    subject: "Confirm your e-mail address for Berth",
    paragraphs: [
      "Somebody signed up to Berth with this address. If it was you, confirm it: invitations to teams are shown to confirmed addresses only.",
      "If it was not you, leave this letter alone.",
    ],
    button: { label: "Confirm this address", href },
  };
}

export function invitationLetter(invitation: {
  accountName: string;
  invitedBy: string;
  role: Role;
  href: string;
  days: number;
}) {
  const { accountName, invitedBy, role, href, days } = invitation;
  return {
    subject: `${invitedBy} invites you to “${accountName}” on Berth`,
    paragraphs: [
      `${invitedBy} invites you to work in the account “${accountName}” as ${role}.`,
      `Sign in with this e-mail address to accept; a mailed link does it, also if you are new here. The invitation stands for ${days} days.`,
      "Berth is where teams find, book, run and pay for GPUs. If you do not know who this is, leave this letter alone.",
    ],
    button: { label: "See the invitation", href },
  };
}
