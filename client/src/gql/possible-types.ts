export const possibleTypes = {
  "AcceptInvitationResult": [
    "Account",
    "NotFound"
  ],
  "AcknowledgeBudgetResult": [
    "Budget",
    "NotFound"
  ],
  "ActivityUpdate": [
    "ActivityHappened",
    "ActivityStarted",
    "Resync"
  ],
  "AllowLongerSessionResult": [
    "InvalidInput",
    "NotFound",
    "Session",
    "SessionIsOver"
  ],
  "ApproveStartResult": [
    "AlreadyDecided",
    "NotFound",
    "StartRequest"
  ],
  "AvailabilityChange": [
    "AvailabilityUpdate",
    "Resync"
  ],
  "BestWindowsAnswer": [
    "BestWindows",
    "InvalidInput",
    "NotEnoughHistory",
    "UnknownGpu"
  ],
  "BudgetsUpdate": [
    "BudgetsSnapshot",
    "Resync"
  ],
  "CancelFlexibleJobResult": [
    "FlexibleJob",
    "NotAllowed",
    "NotFound"
  ],
  "CancelInvitationResult": [
    "Invitation",
    "NotFound"
  ],
  "CancelReservationResult": [
    "IdempotencyKeyInUse",
    "IdempotencyKeyReused",
    "InvalidInput",
    "NotAllowed",
    "NotFound",
    "Reservation",
    "TooLate",
    "TotalChanged"
  ],
  "CancelReservationSeriesResult": [
    "IdempotencyKeyInUse",
    "IdempotencyKeyReused",
    "InvalidInput",
    "NotAllowed",
    "NotFound",
    "ReservationSeries",
    "TooLate",
    "TotalChanged"
  ],
  "ChangeAlertChannelResult": [
    "AlertChannel",
    "InvalidInput",
    "NotFound"
  ],
  "ChangeBudgetResult": [
    "Budget",
    "BudgetLimitOutOfRange",
    "ContradictingBudget",
    "InvalidInput",
    "NotFound",
    "ThresholdOutOfRange"
  ],
  "ChangeCalendarSettingsResult": [
    "CalendarSettings",
    "InvalidInput"
  ],
  "ChangeGoogleCalendarResult": [
    "ConsentNeeded",
    "GoogleCalendar",
    "InvalidInput",
    "NotFound"
  ],
  "ChangeMemberRoleResult": [
    "LastOwner",
    "Member",
    "NotAllowed",
    "NotFound"
  ],
  "ChangePlanResult": [
    "Account",
    "NotFound"
  ],
  "ChangePoolResult": [
    "InvalidInput",
    "NotFound",
    "Pool",
    "PromisedAlready"
  ],
  "ClosePoolResult": [
    "InvalidInput",
    "NotFound",
    "PoolClosure",
    "PromisedAlready"
  ],
  "ConnectGoogleCalendarResult": [
    "GoogleConsent",
    "InvalidInput",
    "NotOffered"
  ],
  "CostForecastAnswer": [
    "CostForecast",
    "InvalidInput",
    "NotEnoughHistory",
    "NotFound",
    "UnknownGpu"
  ],
  "CreateAccountResult": [
    "Account",
    "InvalidInput"
  ],
  "CreateAlertChannelResult": [
    "AlertChannelWithSecret",
    "InvalidInput"
  ],
  "CreateApiKeyResult": [
    "ApiKeyCreated",
    "InvalidInput",
    "NotAllowed"
  ],
  "CreateBudgetResult": [
    "Budget",
    "BudgetLimitOutOfRange",
    "ContradictingBudget",
    "InvalidInput",
    "ThresholdOutOfRange",
    "UnknownBudgetScope"
  ],
  "CreateCalendarFeedResult": [
    "CalendarFeedWithAddress",
    "InvalidInput",
    "NotFound"
  ],
  "CreatePlannedUseResult": [
    "BudgetLimitOutOfRange",
    "InvalidInput",
    "PlannedUse"
  ],
  "CreatePoolResult": [
    "InvalidInput",
    "Pool"
  ],
  "CreatePriceWatchResult": [
    "InvalidInput",
    "PriceWatch",
    "UnknownGpu"
  ],
  "CreateReservationResult": [
    "ApprovalRequired",
    "IdempotencyKeyInUse",
    "IdempotencyKeyReused",
    "InsufficientCredits",
    "InvalidInput",
    "KeyCeilingReached",
    "NotEnoughFree",
    "NotFound",
    "PlanNeeded",
    "PoolClosed",
    "QuoteOver",
    "Reservation",
    "StartsBlocked",
    "TotalChanged"
  ],
  "CreateReservationSeriesResult": [
    "IdempotencyKeyInUse",
    "IdempotencyKeyReused",
    "InsufficientCredits",
    "InvalidInput",
    "KeyCeilingReached",
    "NotFound",
    "OccurrenceRefused",
    "PlanNeeded",
    "ReservationSeries",
    "StartsBlocked",
    "TotalChanged"
  ],
  "CreateWallLinkResult": [
    "InvalidInput",
    "WallLinkCreated"
  ],
  "CreditsUpdate": [
    "CreditsExpiring",
    "CreditsMoved",
    "CreditsSnapshot",
    "Resync"
  ],
  "DeclineStartResult": [
    "AlreadyDecided",
    "InvalidInput",
    "NotFound",
    "StartRequest"
  ],
  "DisconnectGoogleCalendarResult": [
    "GoogleCalendar",
    "NotFound"
  ],
  "DismissCalendarProposalResult": [
    "CalendarProposal",
    "NotFound"
  ],
  "DoneSessionResult": [
    "NotAllowed",
    "NotFound",
    "Session"
  ],
  "ExtendReservationResult": [
    "IdempotencyKeyInUse",
    "IdempotencyKeyReused",
    "InsufficientCredits",
    "InvalidInput",
    "KeyCeilingReached",
    "NotAllowed",
    "NotEnoughFree",
    "NotFound",
    "PoolClosed",
    "Reservation",
    "StartsBlocked",
    "TooLate",
    "TotalChanged"
  ],
  "ExtendSessionResult": [
    "BeyondLongest",
    "IdempotencyKeyInUse",
    "IdempotencyKeyReused",
    "InsufficientCredits",
    "InvalidInput",
    "KeyCeilingReached",
    "NotAllowed",
    "NotFound",
    "Session",
    "SessionIsOver",
    "StartsBlocked"
  ],
  "FleetAuditUpdate": [
    "FleetAuditDelta",
    "FleetAuditSnapshot",
    "Resync"
  ],
  "FlexibleJobsUpdate": [
    "FlexibleJobsDelta",
    "FlexibleJobsSnapshot",
    "Resync"
  ],
  "ForecastAnswer": [
    "Forecast",
    "InvalidInput",
    "NotEnoughHistory",
    "NotFound",
    "UnknownGpu"
  ],
  "ForecastUpdate": [
    "ForecastHappened",
    "ForecastsSnapshot",
    "Resync"
  ],
  "GrantCreditsResult": [
    "CreditLot",
    "IdempotencyKeyInUse",
    "IdempotencyKeyReused",
    "InvalidInput",
    "NotFound"
  ],
  "HandBackReservationResult": [
    "IdempotencyKeyInUse",
    "IdempotencyKeyReused",
    "InvalidInput",
    "NotAllowed",
    "NotFound",
    "Reservation",
    "TooLate",
    "TotalChanged"
  ],
  "HeartbeatsUpdate": [
    "HeartbeatsDelta",
    "HeartbeatsSnapshot",
    "Resync"
  ],
  "HoldOfferResult": [
    "IdempotencyKeyInUse",
    "IdempotencyKeyReused",
    "InvalidInput",
    "NotFound",
    "OfferGone",
    "OfferHeld",
    "TooManyHeldOffers"
  ],
  "InviteMemberResult": [
    "AlreadyMember",
    "InvalidInput",
    "Invitation",
    "NotAllowed"
  ],
  "JoinWaitlistResult": [
    "IdempotencyKeyInUse",
    "IdempotencyKeyReused",
    "InvalidInput",
    "NotFound",
    "PlanNeeded",
    "TooManyWaits",
    "Wait"
  ],
  "LeaveWaitlistResult": [
    "NotFound",
    "Wait"
  ],
  "MoveReservationResult": [
    "IdempotencyKeyInUse",
    "IdempotencyKeyReused",
    "InsufficientCredits",
    "InvalidInput",
    "KeyCeilingReached",
    "NotAllowed",
    "NotEnoughFree",
    "NotFound",
    "PoolClosed",
    "Reservation",
    "StartsBlocked",
    "TooLate",
    "TotalChanged"
  ],
  "MoveSandboxClockResult": [
    "InvalidInput",
    "NoSandbox",
    "Sandbox"
  ],
  "OffersUpdate": [
    "OffersDelta",
    "OffersSnapshot",
    "Resync"
  ],
  "OpenPoolResult": [
    "NotFound",
    "PoolClosure"
  ],
  "ParsedOfferSearch": [
    "InvalidInput",
    "OfferSearch",
    "SearchNotUnderstood",
    "UnknownGpu"
  ],
  "PriceHistoryAnswer": [
    "InvalidInput",
    "PriceHistory",
    "TooManyPoints",
    "UnknownGpu"
  ],
  "PriceWatchUpdate": [
    "PriceWatchHappened",
    "PriceWatchesStarted",
    "Resync"
  ],
  "PricedExtension": [
    "ChangePrice",
    "InvalidInput",
    "NotFound",
    "TooLate"
  ],
  "PricedHandBack": [
    "HandBackPrice",
    "InvalidInput",
    "NotFound",
    "TooLate"
  ],
  "PricedMove": [
    "ChangePrice",
    "InvalidInput",
    "NotFound",
    "PoolClosed",
    "TooLate"
  ],
  "PricedReservation": [
    "InvalidInput",
    "NotEnoughFree",
    "NotFound",
    "PoolClosed",
    "ReservationPrice"
  ],
  "PricedReservationSeries": [
    "InvalidInput",
    "PricedRecurrence"
  ],
  "QuoteReservationResult": [
    "InvalidInput",
    "NotEnoughFree",
    "NotFound",
    "PlanNeeded",
    "PoolClosed",
    "Reservation",
    "TooManyQuotes"
  ],
  "Refusal": [
    "AlreadyDecided",
    "AlreadyMember",
    "ApprovalRequired",
    "BeyondLongest",
    "BudgetLimitOutOfRange",
    "ConsentNeeded",
    "ContradictingBudget",
    "HeldOfferOver",
    "IdempotencyKeyInUse",
    "IdempotencyKeyReused",
    "InsufficientCredits",
    "InvalidInput",
    "KeyCeilingReached",
    "LastOwner",
    "NoSandbox",
    "NoSuchMachine",
    "NotAllowed",
    "NotEnoughFree",
    "NotEnoughHistory",
    "NotFound",
    "NotOffered",
    "OccurrenceRefused",
    "OfferGone",
    "PaymentNotOffered",
    "PlanNeeded",
    "PoolClosed",
    "PromisedAlready",
    "QuoteOver",
    "SearchNotUnderstood",
    "SessionIsOver",
    "StartsBlocked",
    "ThresholdOutOfRange",
    "TooLate",
    "TooManyHeldOffers",
    "TooManyPoints",
    "TooManyQuotes",
    "TooManySessions",
    "TooManyWaits",
    "TotalChanged",
    "UnknownBudgetScope",
    "UnknownGpu"
  ],
  "ReissueSessionKeyResult": [
    "InvalidInput",
    "NotAllowed",
    "NotFound",
    "SessionIsOver",
    "SessionRekeyed"
  ],
  "ReleaseHeldOfferResult": [
    "HeldOffer",
    "HeldOfferOver",
    "NotFound"
  ],
  "ReleaseQuoteResult": [
    "NotFound",
    "Reservation"
  ],
  "RemoveAlertChannelResult": [
    "AlertChannel",
    "InvalidInput",
    "NotFound"
  ],
  "RemoveBudgetResult": [
    "Budget",
    "NotFound"
  ],
  "RemoveMemberResult": [
    "LastOwner",
    "Member",
    "NotAllowed",
    "NotFound"
  ],
  "RemovePlannedUseResult": [
    "NotFound",
    "PlannedUse"
  ],
  "RemovePriceWatchResult": [
    "NotFound",
    "PriceWatch"
  ],
  "RemoveProviderKeyResult": [
    "NotFound",
    "ProviderKey"
  ],
  "RemoveSessionTemplateResult": [
    "NotFound",
    "SessionTemplate"
  ],
  "RenameAccountResult": [
    "Account",
    "InvalidInput"
  ],
  "RenewAlertSecretResult": [
    "AlertChannelWithSecret",
    "InvalidInput",
    "NotFound"
  ],
  "ReplayAlertsResult": [
    "AlertsReplayed",
    "InvalidInput",
    "NotFound"
  ],
  "ReservationsUpdate": [
    "ReservationsDelta",
    "ReservationsSnapshot",
    "Resync"
  ],
  "RevokeApiKeyResult": [
    "ApiKey",
    "NotFound"
  ],
  "RevokeCalendarFeedResult": [
    "CalendarFeed",
    "NotFound"
  ],
  "RevokeSignInResult": [
    "NotFound",
    "SignIn"
  ],
  "RevokeWallLinkResult": [
    "NotFound",
    "WallLink"
  ],
  "RotateApiKeyResult": [
    "ApiKeyCreated",
    "InvalidInput",
    "NotAllowed",
    "NotFound"
  ],
  "RotateCalendarFeedResult": [
    "CalendarFeedWithAddress",
    "NotFound"
  ],
  "SaveSessionTemplateResult": [
    "InvalidInput",
    "NotFound",
    "SessionTemplate"
  ],
  "ScheduleFlexibleJobResult": [
    "FlexibleJobScheduled",
    "IdempotencyKeyInUse",
    "IdempotencyKeyReused",
    "InsufficientCredits",
    "InvalidInput",
    "KeyCeilingReached",
    "UnknownGpu"
  ],
  "SeeNotificationsResult": [
    "NotFound",
    "NotificationConnection"
  ],
  "SendAlertAgainResult": [
    "Alert",
    "InvalidInput",
    "NotFound"
  ],
  "SendTestAlertResult": [
    "Alert",
    "InvalidInput",
    "NotFound"
  ],
  "SessionVitalsUpdate": [
    "Resync",
    "SessionVitalsDelta",
    "SessionVitalsSnapshot"
  ],
  "SessionsUpdate": [
    "Resync",
    "SessionsDelta",
    "SessionsSnapshot"
  ],
  "SetProviderKeyResult": [
    "InvalidInput",
    "NotFound",
    "ProviderKey"
  ],
  "SnoozeBudgetResult": [
    "Budget",
    "InvalidInput",
    "NotFound"
  ],
  "StartSessionResult": [
    "ApprovalRequired",
    "IdempotencyKeyInUse",
    "IdempotencyKeyReused",
    "InsufficientCredits",
    "InvalidInput",
    "KeyCeilingReached",
    "NoSuchMachine",
    "NotFound",
    "SessionStarted",
    "StartsBlocked",
    "TooManySessions"
  ],
  "StartTopUpResult": [
    "IdempotencyKeyInUse",
    "IdempotencyKeyReused",
    "InvalidInput",
    "PaymentNotOffered",
    "TopUp"
  ],
  "StopSessionResult": [
    "NotAllowed",
    "NotFound",
    "Session"
  ],
  "SwitchAccountResult": [
    "Account",
    "NotFound"
  ],
  "WaitlistUpdate": [
    "Resync",
    "WaitlistDelta",
    "WaitlistSnapshot"
  ]
};
