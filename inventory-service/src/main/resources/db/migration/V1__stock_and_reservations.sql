-- Pieces on shelves, how they came and went, and what is held for which order.
--
-- Every limit that the code's types check in their constructors stands here a second time as a
-- CHECK, so that neither a slip in the code nor a hand in the database can store what the code
-- could not read back. Times are instants (timestamptz), durations whole milliseconds.

-- One row per SKU. Pieces that are reserved lie on the shelf until they are dispatched, so they
-- count as on hand, too. The collation is the code's own order: rows of several SKUs are locked in
-- SKU order, which must not change with a server's locale.
CREATE TABLE inventory.stock (
  sku         text    COLLATE "C" PRIMARY KEY CHECK (sku ~ '^[a-z0-9][a-z0-9._-]{0,63}$'),
  on_hand     bigint  NOT NULL CHECK (on_hand <= 1000000000),
  reserved    bigint  NOT NULL,
  -- A person's word that this cannot be sent: shipments with such a SKU fail.
  shippable   boolean NOT NULL,
  -- From payment to dispatch; where nothing stands, the service's own default holds.
  handling_ms bigint  CHECK (handling_ms BETWEEN 0 AND 2592000000),

  CONSTRAINT nobody_holds_what_is_not_there CHECK (0 <= reserved AND reserved <= on_hand)
);

-- What the warehouse knows of an order, its shipment included: one row, so that one lock decides
-- between a dispatch and a cancellation. An order of which nothing was heard has no row; one whose
-- end came first has a row that says so, and reserves nothing later.
CREATE TABLE inventory.reservations (
  order_id      uuid        PRIMARY KEY,
  -- 1 with the first change, one more with every other; it is the sequence of the facts told.
  version       bigint      NOT NULL CHECK (version >= 1),
  status        text        NOT NULL,
  -- Why it ended, where somebody or something wanted it to.
  reason        text,
  -- The SKU that was short, unknown or not to be shipped.
  sku           text        COLLATE "C",
  shipment_id   uuid        UNIQUE,
  due_at        timestamptz,
  dispatched_at timestamptz,
  -- When a cancellation was told that it came too late; it is told once.
  refused_at    timestamptz,

  CONSTRAINT a_reason_fits_its_status CHECK (
    CASE status
      WHEN 'REJECTED' THEN reason IS NOT NULL AND reason IN ('OUT_OF_STOCK', 'UNKNOWN_SKU')
      WHEN 'RELEASED' THEN
        reason IS NOT NULL AND reason IN ('PAYMENT_DECLINED', 'CUSTOMER', 'DEADLINE')
      WHEN 'SHIPMENT_CANCELLED' THEN reason IS NOT NULL AND reason IN ('CUSTOMER', 'DEADLINE')
      WHEN 'RESERVED' THEN reason IS NULL
      WHEN 'SHIPPING' THEN reason IS NULL
      WHEN 'DISPATCHED' THEN reason IS NULL
      WHEN 'SHIPMENT_FAILED' THEN reason IS NULL
      ELSE false
    END),
  CONSTRAINT a_sku_is_named_where_one_decided CHECK (
    (status IN ('REJECTED', 'SHIPMENT_FAILED')) = (sku IS NOT NULL)),
  CONSTRAINT paid_orders_have_a_shipment CHECK (
    (status IN ('SHIPPING', 'DISPATCHED', 'SHIPMENT_FAILED', 'SHIPMENT_CANCELLED'))
      = (shipment_id IS NOT NULL)),
  CONSTRAINT waiting_shipments_have_a_due_time CHECK ((status = 'SHIPPING') = (due_at IS NOT NULL)),
  CONSTRAINT dispatched_ones_alone_have_left CHECK (
    (status = 'DISPATCHED') = (dispatched_at IS NOT NULL)),
  CONSTRAINT only_what_has_left_is_refused CHECK (refused_at IS NULL OR status = 'DISPATCHED')
);

-- What the dispatch worker looks for. It holds waiting shipments only, so it stays as small as the
-- warehouse's door is wide however many orders there were.
CREATE INDEX shipments_that_wait ON inventory.reservations (due_at) WHERE status = 'SHIPPING';

-- What was held for an order. Written with the reservation and never again: whether the pieces are
-- still held follows from the status, so stock.reserved can be checked against these rows.
CREATE TABLE inventory.reservation_lines (
  order_id uuid    NOT NULL REFERENCES inventory.reservations (order_id),
  sku      text    COLLATE "C" NOT NULL REFERENCES inventory.stock (sku),
  quantity integer NOT NULL CHECK (quantity BETWEEN 1 AND 1000000),
  PRIMARY KEY (order_id, sku)
);

-- How pieces came and went, append-only: for every SKU on_hand is the sum of its movements, and
-- can be checked against them. What a count finds more was received, what it finds less is
-- corrected; only a shipment dispatches.
CREATE TABLE inventory.stock_movements (
  id       bigint      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  sku      text        COLLATE "C" NOT NULL REFERENCES inventory.stock (sku),
  quantity bigint      NOT NULL,
  kind     text        NOT NULL,
  order_id uuid        REFERENCES inventory.reservations (order_id),
  moved_at timestamptz NOT NULL,

  CONSTRAINT a_movement_goes_its_kinds_way CHECK (
    CASE kind
      WHEN 'RECEIVED' THEN quantity > 0 AND order_id IS NULL
      WHEN 'CORRECTED' THEN quantity < 0 AND order_id IS NULL
      WHEN 'DISPATCHED' THEN quantity < 0 AND order_id IS NOT NULL
      ELSE false
    END)
);

-- The code dispatches an order once; this says it a second time, independently.
CREATE UNIQUE INDEX an_order_is_dispatched_once ON inventory.stock_movements (order_id, sku)
  WHERE kind = 'DISPATCHED';

-- The running service may do what its use cases do and no more: nothing is ever deleted, what was
-- held and what moved cannot be rewritten, and movements are not even read.
GRANT USAGE ON SCHEMA inventory TO "${app_role}";
GRANT SELECT, INSERT ON inventory.stock, inventory.reservations, inventory.reservation_lines
  TO "${app_role}";
GRANT UPDATE (on_hand, reserved, shippable, handling_ms) ON inventory.stock TO "${app_role}";
GRANT UPDATE (version, status, reason, sku, shipment_id, due_at, dispatched_at, refused_at)
  ON inventory.reservations TO "${app_role}";
GRANT INSERT ON inventory.stock_movements TO "${app_role}";
