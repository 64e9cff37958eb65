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
  "CreditsUpdate": [
    "CreditsExpiring",
    "CreditsMoved",
    "CreditsSnapshot",
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
  "Refusal": [
    "AlreadyMember",
    "HeldOfferOver",
    "IdempotencyKeyInUse",
    "IdempotencyKeyReused",
    "InvalidInput",
    "LastOwner",
    "NotAllowed",
    "NotFound",
    "OfferGone",
    "PaymentNotOffered",
    "SearchNotUnderstood",
    "TooManyHeldOffers",
    "TooManyPoints",
    "UnknownGpu"
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
  "SetProviderKeyResult": [
    "InvalidInput",
    "NotFound",
    "ProviderKey"
  ],
  "StartTopUpResult": [
    "IdempotencyKeyInUse",
    "IdempotencyKeyReused",
    "InvalidInput",
    "PaymentNotOffered",
    "TopUp"
  ],
  "SwitchAccountResult": [
    "Account",
    "NotFound"
  ]
};
