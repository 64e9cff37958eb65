"use client";

import { useState } from "react";
import type { Cloud } from "#gql/graphql.ts";
import { cloudCookie, writeCookie } from "#lib/cookies.ts";

/** The cloud that is compared with: as it was chosen last, here or on another page. */
export function useCloud(first: Cloud): [Cloud, (cloud: Cloud) => void] {
  const [cloud, setCloud] = useState(first);
  return [
    cloud,
    (next) => {
      writeCookie(cloudCookie, next);
      setCloud(next);
    },
  ];
}
