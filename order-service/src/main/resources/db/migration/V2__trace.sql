-- In which trace an order was placed: a W3C traceparent. Its deadline passes in no request, and a
-- customer cancels in another one; both are told in the order's trace all the same. Written with
-- the row and never again; nothing depends on it.
ALTER TABLE orders.orders
  ADD COLUMN trace text CHECK (trace ~ '^[0-9a-f]{2}-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}$');
