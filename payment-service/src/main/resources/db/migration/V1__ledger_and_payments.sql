-- Customers' accounts, one payment per order, and the ledger that says where all money is.
--
-- Every limit that the code's types check in their constructors stands here a second time as a
-- CHECK, so that neither a slip in the code nor a hand in the database can store what the code
-- could not read back. Money is whole cents, times are instants, durations whole milliseconds.

-- One row per customer who has an account. The balance is what the customer can spend; it moves
-- together with the entries below, in one statement, and never below zero. The collation is the
-- code's own order: rows of several accounts are locked in the order of their names, which must not
-- change with a server's locale.
CREATE TABLE payments.accounts (
  account_id      text        COLLATE "C" PRIMARY KEY
                  CHECK (account_id ~ '^[a-z0-9][a-z0-9._-]{0,63}$'),
  balance_cents   bigint      NOT NULL CONSTRAINT no_account_is_below_zero CHECK (balance_cents >= 0),
  -- How long this account's bank takes over a charge; zero: charged at once.
  charge_delay_ms bigint      NOT NULL CHECK (charge_delay_ms BETWEEN 0 AND 3600000),
  opened_at       timestamptz NOT NULL
);

-- What became of an order's demand for money: one row per order, so that one lock decides between a
-- charge and a refund. An order of which nothing was heard has no row. One whose goods were
-- withdrawn before anything was asked for has a row that says so and names no customer: the late
-- demand finds it and charges nothing.
CREATE TABLE payments.payments (
  order_id     uuid        PRIMARY KEY,
  payment_id   uuid        NOT NULL UNIQUE,
  -- 1 with the first change, one more with every other; it is the sequence of the facts told.
  version      bigint      NOT NULL CHECK (version >= 1),
  status       text        NOT NULL,
  -- As the order says it. Whether such an account exists is found out at the charge, so there is no
  -- reference to accounts.
  customer_id  text        COLLATE "C" CHECK (char_length(customer_id) BETWEEN 1 AND 64),
  amount_cents bigint      NOT NULL CHECK (amount_cents BETWEEN 0 AND 99999999999999),
  -- Why it was declined, refunded or voided.
  reason       text,
  refund_id    uuid        UNIQUE,
  due_at       timestamptz,
  changed_at   timestamptz NOT NULL,

  CONSTRAINT a_reason_fits_its_status CHECK (
    CASE status
      WHEN 'PENDING' THEN reason IS NULL
      WHEN 'CHARGED' THEN reason IS NULL
      WHEN 'DECLINED' THEN
        reason IS NOT NULL AND reason IN ('INSUFFICIENT_FUNDS', 'UNKNOWN_ACCOUNT')
      WHEN 'REFUNDED' THEN
        reason IS NOT NULL AND reason IN ('SHIPMENT_FAILED', 'CUSTOMER', 'DEADLINE')
      WHEN 'VOIDED' THEN
        reason IS NOT NULL
          AND reason IN ('SHIPMENT_FAILED', 'CUSTOMER', 'DEADLINE', 'PAYMENT_DECLINED')
      ELSE false
    END),
  CONSTRAINT a_tombstone_alone_names_no_customer CHECK (
    customer_id IS NOT NULL OR (status = 'VOIDED' AND amount_cents = 0)),
  CONSTRAINT pending_ones_alone_are_due CHECK ((status = 'PENDING') = (due_at IS NOT NULL)),
  CONSTRAINT refunded_ones_alone_have_a_refund CHECK (
    (status = 'REFUNDED') = (refund_id IS NOT NULL))
);

-- What the charge-due worker looks for. It holds pending payments only, so it stays small however
-- many orders there were.
CREATE INDEX payments_that_wait ON payments.payments (due_at) WHERE status = 'PENDING';

-- Money that moved, and why. Append-only, as the entries are. A charge bears its payment's id, a
-- refund the refund's, a deposit its own.
CREATE TABLE payments.transfers (
  transfer_id uuid        PRIMARY KEY,
  kind        text        NOT NULL CHECK (kind IN ('DEPOSIT', 'CHARGE', 'REFUND')),
  order_id    uuid        REFERENCES payments.payments (order_id),
  posted_at   timestamptz NOT NULL,

  CONSTRAINT deposits_alone_are_for_no_order CHECK ((kind = 'DEPOSIT') = (order_id IS NULL)),
  -- The code charges and refunds an order once, and the inbox hears each fact once; this says it a
  -- third time, independently of both.
  CONSTRAINT an_order_is_charged_once_and_refunded_once UNIQUE (order_id, kind)
);

-- The sides of each transfer: debits above zero, credits below, so that every transfer's sum is
-- zero, and so is the sum over all. house:bank is what the house holds, house:sales what it has
-- earned, customer:<account> what it owes that customer. The house's balances are sums over its
-- entries and have no row of their own, because every transfer would wait for that row's lock; for
-- the same reason only a customer's entry refers to a row of accounts.
CREATE TABLE payments.entries (
  entry_number   bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  transfer_id    uuid   NOT NULL REFERENCES payments.transfers (transfer_id),
  ledger_account text   COLLATE "C" NOT NULL CHECK (
                   ledger_account IN ('house:bank', 'house:sales')
                   OR starts_with(ledger_account, 'customer:')),
  amount_cents   bigint NOT NULL
                 CHECK (amount_cents BETWEEN -99999999999999 AND 99999999999999),
  account_id     text   COLLATE "C" GENERATED ALWAYS AS (
                   CASE WHEN starts_with(ledger_account, 'customer:')
                     THEN substr(ledger_account, 10) END) STORED
                 REFERENCES payments.accounts (account_id),

  UNIQUE (transfer_id, ledger_account)
);

-- A customer's statement, newest first. Numbers of one account grow in the order of its commits,
-- because whoever adds an entry holds the account's row.
CREATE INDEX entries_of_a_customer ON payments.entries (account_id, entry_number)
  WHERE account_id IS NOT NULL;

-- Asked at the end of the transaction, when all sides are there: a transfer joins at least two
-- accounts, and its debits equal its credits. A transfer without entries is asked as well, and so is
-- an entry that comes to a transfer of an earlier transaction.
CREATE FUNCTION payments.refuse_unbalanced_transfer() RETURNS trigger
  LANGUAGE plpgsql
  SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  sides bigint;
  total numeric;
BEGIN
  SELECT count(*), coalesce(sum(amount_cents), 0) INTO sides, total
    FROM payments.entries WHERE transfer_id = NEW.transfer_id;
  IF sides < 2 OR total <> 0 THEN
    RAISE EXCEPTION 'transfer % has % sides that differ by % cents', NEW.transfer_id, sides, total
      USING ERRCODE = 'check_violation', CONSTRAINT = 'debits_equal_credits';
  END IF;
  RETURN NULL;
END
$$;

CREATE CONSTRAINT TRIGGER debits_equal_credits AFTER INSERT OR UPDATE ON payments.transfers
  DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW EXECUTE FUNCTION payments.refuse_unbalanced_transfer();

CREATE CONSTRAINT TRIGGER debits_equal_credits AFTER INSERT OR UPDATE ON payments.entries
  DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW EXECUTE FUNCTION payments.refuse_unbalanced_transfer();

-- The running service may do what its use cases do and no more: nothing is ever deleted, transfers
-- and entries are never rewritten, and of a payment neither order, customer nor amount.
GRANT USAGE ON SCHEMA payments TO "${app_role}";
GRANT SELECT, INSERT
  ON payments.accounts, payments.payments, payments.transfers, payments.entries TO "${app_role}";
GRANT UPDATE (balance_cents, charge_delay_ms) ON payments.accounts TO "${app_role}";
GRANT UPDATE (version, status, reason, refund_id, due_at, changed_at) ON payments.payments
  TO "${app_role}";
