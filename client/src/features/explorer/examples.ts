// Worked examples, by what somebody wants to do. Each stands alone: it runs as it is opened, or says in its first
// lines what to put in. The schema takes every one (examples.test.ts), and a story in e2e/ runs those that only read.

export interface Example {
  task: string;
  document: string;
  /** What it is opened with. Instants lie ahead of `now`, and `key` is for what is to be done once. */
  variables?: (now: Date, key: string) => Record<string, unknown>;
}

export interface ExampleGroup {
  name: string;
  examples: readonly Example[];
}

const hour = 3_600_000;

/** The next full hour after so many. */
function inHours(now: Date, hours: number): string {
  return new Date((Math.ceil(now.getTime() / hour) + hours) * hour).toISOString();
}

export const exampleGroups: readonly ExampleGroup[] = [
  {
    name: "Find",
    examples: [
      {
        task: "Find an offer",
        document: `# One line of search, as on the page of offers. For the next page, give endCursor as after.
query FindAnOffer($text: String!, $after: String) {
  offers(text: $text, first: 5, after: $after) {
    totalCount
    nodes {
      id
      gpu {
        model
        vramGb
      }
      gpuCount
      pricePerGpuHour
      allInPricePerHour(diskGb: 100)
      region
      provider {
        name
      }
      reliability
    }
    pageInfo {
      hasNextPage
      endCursor
    }
  }
}
`,
        variables: () => ({ text: "vram>24 <3/gpu sort:price", after: null }),
      },
      {
        task: "See what prices were",
        document: `# The last day of each market of a GPU, hour by hour.
query SeeWhatPricesWere($gpu: String!, $from: DateTime!, $to: DateTime!) {
  priceHistory(filter: { gpuModels: [$gpu] }, from: $from, to: $to) {
    __typename
    ... on PriceHistory {
      series {
        series {
          id
          providerId
          region
          kind
        }
        points {
          at
          low
          median
          high
        }
      }
    }
    ... on Refusal {
      message
    }
  }
}
`,
        variables: (now) => ({ gpu: "H100", from: inHours(now, -25), to: inHours(now, -1) }),
      },
      {
        task: "Find the best hours",
        document: `# When so many hours in a row are likely to cost least, within the next three days.
query FindTheBestHours($input: BestWindowsInput!) {
  bestWindows(input: $input, first: 3) {
    __typename
    ... on BestWindows {
      windows {
        startsAt
        endsAt
        expected
        low80
        high80
        saving
        because
      }
    }
    ... on Refusal {
      message
    }
  }
}
`,
        variables: (now) => ({ input: { gpu: "H100", durationHours: 4, deadlineAt: inHours(now, 72) } }),
      },
    ],
  },
  {
    name: "Rent",
    examples: [
      {
        task: "Start a session",
        document: `# Rents a machine, at once: it costs money. An answer that got lost is had again with the same key, and
# nothing is done twice. The private key is in this answer alone, unless you send a publicKey of yours.
mutation StartASession($input: StartSessionInput!, $key: String!) {
  startSession(input: $input, idempotencyKey: $key) {
    __typename
    ... on SessionStarted {
      replayed
      privateKey
      session {
        id
        state
        held
      }
    }
    ... on NoSuchMachine {
      message
    }
    ... on InsufficientCredits {
      needed
      available
    }
    ... on Refusal {
      message
    }
  }
}
`,
        variables: (_now, key) => ({
          input: {
            wish: { gpuModel: "RTX 4090", gpuCount: 1 },
            hours: 1,
            maxPricePerHour: "1.00",
            consumer: "trying-out",
          },
          key,
        }),
      },
      {
        task: "Watch sessions and their cost",
        document: `# What runs, and each change of it. Every frame has a cursor: after a cut the explorer goes on behind the last
# one, and so does a program that gives it as after. Nothing is missing, and nothing comes twice.
subscription WatchSessionsAndTheirCost($after: Cursor, $sessionId: ID) {
  sessionChanged(after: $after, sessionId: $sessionId) {
    __typename
    ... on SessionsSnapshot {
      cursor
      sessions {
        id
        state
        cost
        ratePerHour
        endsAt
        sshCommand
      }
    }
    ... on SessionsDelta {
      cursor
      changed {
        id
        state
        cost
        ratePerHour
        endsAt
        sshCommand
        reason
      }
    }
    ... on Resync {
      cursor
      reason
    }
  }
}
`,
        variables: () => ({ after: null, sessionId: null }),
      },
      {
        task: "Watch the cost tick",
        document: `# The figure of this instant, as the ledger will have it.
subscription WatchTheCostTick {
  costTicks {
    at
    cost
    ratePerHour
    sessions {
      sessionId
      cost
      ratePerHour
    }
  }
}
`,
      },
      {
        task: "List sessions",
        document: `query ListSessions($alive: Boolean, $after: String) {
  sessions(alive: $alive, first: 20, after: $after) {
    nodes {
      id
      state
      gpuModel
      gpuCount
      consumer
      cost
      createdAt
      endedAt
      reason
    }
    pageInfo {
      hasNextPage
      endCursor
    }
  }
}
`,
        variables: () => ({ alive: null, after: null }),
      },
      {
        task: "Stop a session",
        document: `# Put in the id of one that runs. It is charged for until its provider no longer lists the machine.
mutation StopASession($sessionId: ID!) {
  stopSession(sessionId: $sessionId) {
    __typename
    ... on Session {
      id
      state
      cost
    }
    ... on Refusal {
      message
    }
  }
}
`,
        variables: () => ({ sessionId: "ses_" }),
      },
    ],
  },
  {
    name: "Book ahead",
    examples: [
      {
        task: "Ask what a reservation costs",
        document: `# The price, line by line. Nothing is kept for you: to keep it, quote.
query AskWhatAReservationCosts($gpuModel: String, $gpus: Int!, $startsAt: DateTime!, $endsAt: DateTime!) {
  reservationPrice(gpuModel: $gpuModel, gpus: $gpus, startsAt: $startsAt, endsAt: $endsAt) {
    __typename
    ... on ReservationPrice {
      pool {
        id
        name
      }
      lines {
        label
        amount
      }
      total
      onDemandTotal
      freeCancelUntil
    }
    ... on NotEnoughFree {
      alternatives {
        startsAt
        endsAt
      }
    }
    ... on Refusal {
      message
    }
  }
}
`,
        variables: (now) => ({
          gpuModel: "H100",
          gpus: 1,
          startsAt: inHours(now, 24),
          endsAt: inHours(now, 26),
        }),
      },
      {
        task: "Quote a reservation",
        document: `# Keeps the GPUs and their price for five minutes, at no cost.
mutation QuoteAReservation($input: QuoteReservationInput!) {
  quoteReservation(input: $input) {
    __typename
    ... on Reservation {
      id
      total
      heldUntil
    }
    ... on NotEnoughFree {
      needed
      available
      alternatives {
        startsAt
        endsAt
      }
    }
    ... on Refusal {
      message
    }
  }
}
`,
        variables: (now) => ({
          input: { gpuModel: "H100", gpus: 1, startsAt: inHours(now, 24), endsAt: inHours(now, 26) },
        }),
      },
      {
        task: "Book what was quoted",
        document: `# Put in the id and the total of a quote. It is booked at that total, or not at all.
mutation BookWhatWasQuoted($input: CreateReservationInput!, $key: String!) {
  createReservation(input: $input, idempotencyKey: $key) {
    __typename
    ... on Reservation {
      id
      state
      total
    }
    ... on TotalChanged {
      expected
      total
    }
    ... on Refusal {
      message
    }
  }
}
`,
        variables: (_now, key) => ({ input: { quoteId: "res_", expectedTotal: "0.00" }, key }),
      },
    ],
  },
  {
    name: "Pay",
    examples: [
      {
        task: "Read the statement",
        document: `# Opening, every movement, closing: to the micro-dollar.
query ReadTheStatement($from: DateTime, $to: DateTime, $after: String) {
  statement(from: $from, to: $to, first: 50, after: $after) {
    opening {
      available
      held
    }
    nodes {
      at
      kind
      amount
      note
      subject
      available
    }
    closing {
      available
      held
    }
    pageInfo {
      hasNextPage
      endCursor
    }
  }
}
`,
        variables: (now) => ({ from: inHours(now, -30 * 24), to: null, after: null }),
      },
      {
        task: "Watch the credit",
        document: `# What can be spent, and each movement of it; after a cut it goes on behind the last cursor.
subscription WatchTheCredit($after: Cursor) {
  creditsChanged(after: $after) {
    __typename
    ... on CreditsSnapshot {
      cursor
      credits {
        available
        held
        expiringWithin7Days
      }
    }
    ... on CreditsMoved {
      cursor
      line {
        kind
        amount
        note
      }
      credits {
        available
        held
      }
    }
    ... on CreditsExpiring {
      cursor
      amount
      expiresAt
    }
    ... on Resync {
      cursor
      reason
    }
  }
}
`,
        variables: () => ({ after: null }),
      },
    ],
  },
  {
    name: "Limit",
    examples: [
      {
        task: "See where budgets stand",
        document: `query SeeWhereBudgetsStand {
  budgets {
    id
    name
    scope
    scopeValue
    period
    limit
    standing {
      spent
      percent
      periodEndsAt
      forecast {
        amount
        percent
      }
      next {
        threshold
        at
      }
    }
  }
}
`,
      },
      {
        task: "Set a budget",
        document: `# Tells by letter at each threshold, and at 100 percent keeps more from beginning.
mutation SetABudget($input: CreateBudgetInput!) {
  createBudget(input: $input) {
    __typename
    ... on Budget {
      id
      name
      standing {
        spent
        percent
      }
    }
    ... on Refusal {
      message
    }
  }
}
`,
        variables: () => ({
          input: {
            name: "Trying out",
            scope: "CONSUMER",
            scopeValue: "trying-out",
            period: "MONTH",
            limit: "50.00",
            thresholds: [50, 80, 100],
            rungs: [{ atPercent: 100, measure: "BLOCK" }],
          },
        }),
      },
    ],
  },
  {
    name: "Be told",
    examples: [
      {
        task: "Have events sent to a webhook",
        document: `# The selection is asked of each event, and its answer is sent along. The secret signs what is sent: it is in
# this answer alone.
mutation HaveEventsSentToAWebhook($input: CreateAlertChannelInput!) {
  createAlertChannel(input: $input) {
    __typename
    ... on AlertChannelWithSecret {
      secret
      channel {
        id
        name
        leadsTo
        events
      }
    }
    ... on InvalidInput {
      field
      message
    }
  }
}
`,
        variables: () => ({
          input: {
            means: "WEBHOOK",
            name: "Warehouse",
            address: "https://example.com/berth",
            kinds: ["SESSION_FAILED"],
            events: ["SESSION_CHANGED", "RESERVATION_CHANGED"],
            selection: "{ id topic session { id state cost } reservation { id state } }",
          },
        }),
      },
      {
        task: "See what was sent",
        document: `# Each with what came of every try.
query SeeWhatWasSent($channelId: ID, $after: String) {
  alerts(channelId: $channelId, first: 20, after: $after) {
    nodes {
      id
      title
      state
      happenedAt
      attempts
      nextTryAt
      tries {
        at
        said
        tookMs
      }
    }
    pageInfo {
      hasNextPage
      endCursor
    }
  }
}
`,
        variables: () => ({ channelId: null, after: null }),
      },
      {
        task: "Read what happened",
        document: `# The newest first. The liveCursor is where to begin to watch, so that nothing falls in between.
query ReadWhatHappened($after: String) {
  activity(first: 20, after: $after) {
    liveCursor
    nodes {
      id
      at
      topic
      actorName
      summary
    }
    pageInfo {
      hasNextPage
      endCursor
    }
  }
}
`,
        variables: () => ({ after: null }),
      },
      {
        task: "Watch what happens",
        document: `# Everything, as it happens; after a cut it goes on behind the last cursor.
subscription WatchWhatHappens($after: Cursor) {
  activityChanged(after: $after) {
    __typename
    ... on ActivityStarted {
      cursor
    }
    ... on ActivityHappened {
      cursor
      entry {
        at
        topic
        actorName
        summary
      }
    }
    ... on Resync {
      cursor
      reason
    }
  }
}
`,
        variables: () => ({ after: null }),
      },
    ],
  },
  {
    name: "Know your limits",
    examples: [
      {
        task: "See who asks, and what is left",
        document: `# What this sign-in, or this key, may do, and how many points it has left in this minute.
query SeeWhoAsksAndWhatIsLeft {
  account {
    name
  }
  viewer {
    role
    actions
  }
  rateLimit {
    limit
    remaining
    resetsAt
    requested
  }
}
`,
      },
    ],
  },
];
