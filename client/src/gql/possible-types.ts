export const possibleTypes = {
  "AcceptInvitationResult": [
    "Account",
    "NotFound"
  ],
  "ActivityUpdate": [
    "ActivityHappened",
    "ActivityStarted",
    "Resync"
  ],
  "CancelInvitationResult": [
    "Invitation",
    "NotFound"
  ],
  "ChangeMemberRoleResult": [
    "LastOwner",
    "Member",
    "NotAllowed",
    "NotFound"
  ],
  "CreateAccountResult": [
    "Account",
    "InvalidInput"
  ],
  "CreateApiKeyResult": [
    "ApiKeyCreated",
    "InvalidInput",
    "NotAllowed"
  ],
  "CreatePriceWatchResult": [
    "InvalidInput",
    "PriceWatch",
    "UnknownGpu"
  ],
  "CreditsUpdate": [
    "CreditsExpiring",
    "CreditsMoved",
    "CreditsSnapshot",
    "Resync"
  ],
  "DoneSessionResult": [
    "NotAllowed",
    "NotFound",
    "Session"
  ],
  "ExtendSessionResult": [
    "BeyondLongest",
    "IdempotencyKeyInUse",
    "IdempotencyKeyReused",
    "InsufficientCredits",
    "InvalidInput",
    "NotAllowed",
    "NotFound",
    "Session",
    "SessionIsOver"
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
  "OffersUpdate": [
    "OffersDelta",
    "OffersSnapshot",
    "Resync"
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
  "Refusal": [
    "AlreadyMember",
    "BeyondLongest",
    "HeldOfferOver",
    "IdempotencyKeyInUse",
    "IdempotencyKeyReused",
    "InsufficientCredits",
    "InvalidInput",
    "LastOwner",
    "NoSuchMachine",
    "NotAllowed",
    "NotEnoughHistory",
    "NotFound",
    "OfferGone",
    "PaymentNotOffered",
    "SearchNotUnderstood",
    "SessionIsOver",
    "TooManyHeldOffers",
    "TooManyPoints",
    "TooManySessions",
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
  "RemoveMemberResult": [
    "LastOwner",
    "Member",
    "NotAllowed",
    "NotFound"
  ],
  "RemovePriceWatchResult": [
    "NotFound",
    "PriceWatch"
  ],
  "RemoveProviderKeyResult": [
    "NotFound",
    "ProviderKey"
  ],
  "RenameAccountResult": [
    "Account",
    "InvalidInput"
  ],
  "RevokeApiKeyResult": [
    "ApiKey",
    "NotFound"
  ],
  "RevokeSignInResult": [
    "NotFound",
    "SignIn"
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
  "StartSessionResult": [
    "IdempotencyKeyInUse",
    "IdempotencyKeyReused",
    "InsufficientCredits",
    "InvalidInput",
    "NoSuchMachine",
    "NotFound",
    "SessionStarted",
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
  ]
};
