-- Payment takes commands from sagas that have an orchestrator: charge in this step, refund this step.

-- What became of a saga's step: one row, so that one lock decides between a charge and its
-- compensation, whichever comes first. A step of which nothing was heard has no row. One that was
-- compensated before it was charged has a row that says so and names no account: the late charge
-- finds it and charges nothing. Idempotency keys are forgotten after a day; these rows never are, so
-- no step is ever charged twice.
CREATE TABLE payments.saga_steps (
  saga_id        text        COLLATE "C" NOT NULL CHECK (saga_id ~ '^[!-~]{1,128}$'),
  step           integer     NOT NULL CHECK (step BETWEEN 0 AND 1000000),
  status         text        NOT NULL,
  -- Unlike an order's, a step's account is known to exist: a charge that is declined has no row.
  account_id     text        COLLATE "C" REFERENCES payments.accounts (account_id),
  charged_cents  bigint      NOT NULL CHECK (charged_cents BETWEEN 0 AND 99999999999999),
  payment_id     uuid        UNIQUE,
  refunded_cents bigint      NOT NULL DEFAULT 0,
  refund_id      uuid        UNIQUE,
  changed_at     timestamptz NOT NULL,

  PRIMARY KEY (saga_id, step),
  CONSTRAINT a_step_is_whole CHECK (
    CASE status
      WHEN 'CHARGED' THEN
        account_id IS NOT NULL AND payment_id IS NOT NULL AND charged_cents > 0
          AND refund_id IS NULL AND refunded_cents = 0
      WHEN 'REFUNDED' THEN
        account_id IS NOT NULL AND payment_id IS NOT NULL AND charged_cents > 0
          AND refund_id IS NOT NULL AND refunded_cents > 0
      WHEN 'VOIDED' THEN
        account_id IS NULL AND payment_id IS NULL AND charged_cents = 0
          AND refund_id IS NOT NULL AND refunded_cents = 0
      ELSE false
    END),
  CONSTRAINT no_refund_is_above_its_charge CHECK (refunded_cents <= charged_cents)
);

-- A step's money moves in transfers of kinds of their own: whoever counts what an order was charged
-- counts none of them.
ALTER TABLE payments.transfers
  ADD COLUMN saga_id text COLLATE "C",
  ADD COLUMN step integer,
  ADD FOREIGN KEY (saga_id, step) REFERENCES payments.saga_steps (saga_id, step),
  DROP CONSTRAINT transfers_kind_check,
  ADD CONSTRAINT transfers_kind_check
    CHECK (kind IN ('DEPOSIT', 'CHARGE', 'REFUND', 'STEP_CHARGE', 'STEP_REFUND')),
  DROP CONSTRAINT deposits_alone_are_for_no_order,
  ADD CONSTRAINT charges_and_refunds_alone_are_for_an_order
    CHECK ((kind IN ('CHARGE', 'REFUND')) = (order_id IS NOT NULL)),
  ADD CONSTRAINT a_steps_transfers_alone_are_for_a_step
    CHECK ((kind IN ('STEP_CHARGE', 'STEP_REFUND')) = (saga_id IS NOT NULL)
      AND (saga_id IS NULL) = (step IS NULL));

-- The step's row and the idempotency key say it, too; this knows of neither.
CREATE UNIQUE INDEX a_step_is_charged_once_and_refunded_once
  ON payments.transfers (saga_id, step, kind) WHERE saga_id IS NOT NULL;

-- Steps are never deleted, and neither the account nor the amount of a charge is rewritten.
GRANT SELECT, INSERT ON payments.saga_steps TO "${app_role}";
GRANT UPDATE (status, refunded_cents, refund_id, changed_at) ON payments.saga_steps
  TO "${app_role}";
