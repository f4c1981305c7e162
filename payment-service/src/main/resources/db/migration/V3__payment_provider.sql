-- Orders may be charged by a payment provider outside this database. Nobody can commit here and
-- there at once, so a charge is several steps, each recorded before the next: the intent (CHARGING),
-- the provider's name of it (provider_ref), the outcome. What is asked again after a crash bears the
-- same key, derived from the event that asked for it.

-- Who pays there, by the provider's names; both or none.
ALTER TABLE payments.accounts
  ADD COLUMN provider_customer text COLLATE "C"
    CHECK (provider_customer ~ '^cus_[A-Za-z0-9_]{1,96}$'),
  ADD COLUMN provider_method text COLLATE "C"
    CHECK (provider_method ~ '^pm_[A-Za-z0-9_]{1,96}$'),
  ADD CONSTRAINT a_payer_has_a_method
    CHECK ((provider_customer IS NULL) = (provider_method IS NULL));

ALTER TABLE payments.payments
  -- The event that asked for the charge, and who pays: never rewritten, because the same key with
  -- other parameters is refused.
  ADD COLUMN charge_event      uuid,
  ADD COLUMN provider_customer text COLLATE "C"
    CHECK (provider_customer ~ '^cus_[A-Za-z0-9_]{1,96}$'),
  ADD COLUMN provider_method   text COLLATE "C"
    CHECK (provider_method ~ '^pm_[A-Za-z0-9_]{1,96}$'),
  -- The provider's name of the intent, once it is known to be open. A charged payment without one
  -- was charged to the ledger's balance.
  ADD COLUMN provider_ref      text COLLATE "C" CHECK (char_length(provider_ref) BETWEEN 1 AND 255),
  -- That the goods were withdrawn while the provider was at it, and the event that said so.
  ADD COLUMN withdrawn         text CHECK (
    withdrawn IN ('SHIPMENT_FAILED', 'CUSTOMER', 'DEADLINE', 'PAYMENT_DECLINED')),
  ADD COLUMN withdrawal_event  uuid,
  -- For the worker alone: when to ask next, who asks now and until when that is believed, how often
  -- it was tried, and which generation of the key is used.
  ADD COLUMN call_at           timestamptz,
  ADD COLUMN claimed_until     timestamptz,
  ADD COLUMN attempts          integer NOT NULL DEFAULT 0 CHECK (attempts >= 0),
  ADD COLUMN key_generation    integer NOT NULL DEFAULT 0 CHECK (key_generation >= 0),
  -- Why it waits still, and whether that is so until somebody here mends something. It stands here,
  -- because health must tell it after a restart, from every process, and while others succeed.
  ADD COLUMN trouble           text CHECK (char_length(trouble) BETWEEN 1 AND 300),
  ADD COLUMN needs_mending     boolean NOT NULL DEFAULT false,

  DROP CONSTRAINT a_reason_fits_its_status,
  ADD CONSTRAINT a_reason_fits_its_status CHECK (
    CASE status
      WHEN 'PENDING' THEN reason IS NULL
      WHEN 'CHARGING' THEN reason IS NULL
      WHEN 'CHARGED' THEN reason IS NULL
      WHEN 'REFUNDING' THEN reason IS NULL
      WHEN 'DECLINED' THEN
        reason IS NOT NULL
          AND reason IN ('INSUFFICIENT_FUNDS', 'UNKNOWN_ACCOUNT', 'DECLINED_BY_PROVIDER')
      WHEN 'REFUNDED' THEN
        reason IS NOT NULL AND reason IN ('SHIPMENT_FAILED', 'CUSTOMER', 'DEADLINE')
      WHEN 'VOIDED' THEN
        reason IS NOT NULL
          AND reason IN ('SHIPMENT_FAILED', 'CUSTOMER', 'DEADLINE', 'PAYMENT_DECLINED')
      ELSE false
    END),
  DROP CONSTRAINT refunded_ones_alone_have_a_refund,
  ADD CONSTRAINT refunded_ones_alone_have_a_refund CHECK (
    (status IN ('REFUNDING', 'REFUNDED')) = (refund_id IS NOT NULL)),
  ADD CONSTRAINT whoever_asks_knows_for_whom CHECK (
    status <> 'CHARGING'
      OR (charge_event IS NOT NULL AND provider_customer IS NOT NULL
        AND provider_method IS NOT NULL)),
  ADD CONSTRAINT a_withdrawal_has_its_event CHECK (
    (withdrawn IS NULL) = (withdrawal_event IS NULL)),
  ADD CONSTRAINT what_was_never_opened_is_voided_at_once CHECK (
    withdrawn IS NULL OR provider_ref IS NOT NULL),
  ADD CONSTRAINT a_refund_at_the_provider_knows_its_charge CHECK (
    status <> 'REFUNDING' OR (provider_ref IS NOT NULL AND withdrawn IS NOT NULL)),
  ADD CONSTRAINT the_provider_is_asked_while_it_is_at_it CHECK (
    (status IN ('CHARGING', 'REFUNDING')) = (call_at IS NOT NULL)),
  ADD CONSTRAINT what_is_settled_is_claimed_by_nobody CHECK (
    claimed_until IS NULL OR call_at IS NOT NULL),
  ADD CONSTRAINT what_is_settled_has_no_trouble CHECK (
    trouble IS NULL OR call_at IS NOT NULL),
  ADD CONSTRAINT what_needs_mending_says_why CHECK (NOT needs_mending OR trouble IS NOT NULL);

-- What the provider is still to be asked; as small as that is.
CREATE INDEX payments_to_ask_the_provider ON payments.payments (call_at)
  WHERE call_at IS NOT NULL;

-- house:provider is what the provider holds for the house.
ALTER TABLE payments.entries
  DROP CONSTRAINT entries_ledger_account_check,
  ADD CONSTRAINT entries_ledger_account_check CHECK (
    ledger_account IN ('house:bank', 'house:sales', 'house:provider')
      OR starts_with(ledger_account, 'customer:'));

GRANT UPDATE (provider_customer, provider_method) ON payments.accounts TO "${app_role}";
GRANT UPDATE (provider_ref, withdrawn, withdrawal_event, call_at, claimed_until, attempts,
  key_generation, trouble, needs_mending) ON payments.payments TO "${app_role}";
