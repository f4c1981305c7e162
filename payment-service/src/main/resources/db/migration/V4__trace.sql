-- In which trace an order was first heard of: a W3C traceparent. What is due later, or answered by
-- the payment provider, is told in the order's trace all the same. Written with the row and never
-- again; nothing depends on it.
ALTER TABLE payments.payments
  ADD COLUMN trace text CHECK (trace ~ '^[0-9a-f]{2}-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}$');
