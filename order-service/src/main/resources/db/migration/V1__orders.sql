-- Orders, their lines, their way, and the price list.
--
-- Every limit that the code's types check in their constructors stands here a second time as a
-- CHECK, so that neither a slip in the code nor a hand in the database can store what the code
-- could not read back. Times are kept as instants (timestamptz), money as whole cents.

-- What this service sells. The price is today's; orders keep the price that held when they were
-- placed. Whether the warehouse holds any of it is not known here, and not asked.
CREATE TABLE orders.products (
  sku         text   PRIMARY KEY CHECK (sku ~ '^[a-z0-9][a-z0-9._-]{0,63}$'),
  price_cents bigint NOT NULL CHECK (price_cents BETWEEN 1 AND 100000000)
);

-- One row per order: what was bought, which never changes, and what is known of its way, which only
-- grows. The status follows from what is known; it is stored for lists and for people, and the
-- CHECKs below hold it to what it follows from.
CREATE TABLE orders.orders (
  -- A UUIDv7 of this service: newer orders have greater ids, so a list by id is a list by age.
  id                uuid        PRIMARY KEY,
  customer_id       text        NOT NULL CHECK (customer_id ~ '^[a-z0-9][a-z0-9._-]{0,63}$'),
  total_cents       bigint      NOT NULL CHECK (total_cents BETWEEN 1 AND 99999999999999),
  placed_at         timestamptz NOT NULL,
  deadline          timestamptz NOT NULL,
  -- 1 when placed, one more with every change; it is the sequence of the facts told.
  version           bigint      NOT NULL CHECK (version >= 1),
  status            text        NOT NULL,
  -- What other services told, each thing once.
  milestones        text[]      NOT NULL,
  -- Whether somebody asked for the order's end, and what inventory said.
  cancellation      text        NOT NULL,
  cancellation_by   text,
  -- Why it was cancelled, where it was.
  end_reason        text,

  CONSTRAINT a_deadline_is_later_than_its_order CHECK (deadline > placed_at),
  CONSTRAINT a_status_is_one_of_seven CHECK (
    status IN ('PLACED', 'RESERVED', 'PAID', 'SHIPPING', 'COMPLETED', 'CANCELLING', 'CANCELLED')),
  CONSTRAINT milestones_are_known_ones CHECK (
    milestones <@ ARRAY['RESERVED', 'REJECTED', 'RELEASED', 'CHARGED', 'DECLINED', 'REFUNDED',
      'SHIPMENT_CREATED', 'SHIPMENT_FAILED', 'SHIPMENT_CANCELLED', 'DISPATCHED']
    AND cardinality(milestones) <= 10),
  CONSTRAINT a_cancellation_is_asked_for_by_somebody CHECK (
    (cancellation = 'NONE' AND cancellation_by IS NULL)
    OR (cancellation IN ('REQUESTED', 'REFUSED') AND cancellation_by IN ('CUSTOMER', 'DEADLINE')
      AND cancellation_by IS NOT NULL)),
  CONSTRAINT a_reason_is_one_of_five CHECK (
    end_reason IN ('OUT_OF_STOCK', 'PAYMENT_DECLINED', 'SHIPMENT_FAILED', 'CUSTOMER', 'DEADLINE')),
  CONSTRAINT cancelled_orders_alone_have_a_reason CHECK (
    (status = 'CANCELLED') = (end_reason IS NOT NULL)),
  CONSTRAINT dispatched_orders_alone_are_completed CHECK (
    (status = 'COMPLETED') = ('DISPATCHED' = ANY (milestones)))
);

-- Lists, newest first: all orders go by the primary key, one customer's and one status's by these.
CREATE INDEX orders_of_a_customer ON orders.orders (customer_id, id DESC);
CREATE INDEX orders_by_status ON orders.orders (status, id DESC);

-- What the deadline worker looks for: orders on their way that nobody asked to end. It holds open
-- orders only, so it stays as small as the day's business however many orders there were.
CREATE INDEX orders_that_can_expire ON orders.orders (deadline)
  WHERE cancellation = 'NONE' AND status IN ('PLACED', 'RESERVED', 'PAID', 'SHIPPING');

-- What was ordered, in the customer's order, at the price of the moment. Written with the order and
-- never again.
CREATE TABLE orders.order_lines (
  order_id         uuid     NOT NULL REFERENCES orders.orders (id),
  position         smallint NOT NULL CHECK (position BETWEEN 1 AND 100),
  sku              text     NOT NULL CHECK (sku ~ '^[a-z0-9][a-z0-9._-]{0,63}$'),
  quantity         integer  NOT NULL CHECK (quantity BETWEEN 1 AND 1000000),
  unit_price_cents bigint   NOT NULL CHECK (unit_price_cents BETWEEN 1 AND 100000000),
  PRIMARY KEY (order_id, position),
  CONSTRAINT a_product_stands_in_one_line UNIQUE (order_id, sku)
);

-- An order's way, for people: each status that it reached, the fact that led there, and when. A
-- version that left the status as it was has no row here. Written once, never changed.
CREATE TABLE orders.order_history (
  order_id   uuid        NOT NULL REFERENCES orders.orders (id),
  version    bigint      NOT NULL CHECK (version >= 1),
  status     text        NOT NULL CHECK (
    status IN ('PLACED', 'RESERVED', 'PAID', 'SHIPPING', 'COMPLETED', 'CANCELLING', 'CANCELLED')),
  because    text        NOT NULL CHECK (because ~ '^[a-z.-]{1,60}\.v[0-9]{1,3}$'),
  reached_at timestamptz NOT NULL,
  PRIMARY KEY (order_id, version)
);

-- The running service may do what its use cases do and no more: nothing is ever deleted, what was
-- bought and what happened cannot be rewritten, and a price is all that changes of a product.
GRANT USAGE ON SCHEMA orders TO "${app_role}";
GRANT SELECT, INSERT ON orders.products, orders.orders, orders.order_lines, orders.order_history
  TO "${app_role}";
GRANT UPDATE (price_cents) ON orders.products TO "${app_role}";
GRANT UPDATE (version, status, milestones, cancellation, cancellation_by, end_reason)
  ON orders.orders TO "${app_role}";
