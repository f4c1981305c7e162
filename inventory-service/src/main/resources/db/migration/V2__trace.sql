-- In which trace an order was first heard of: a W3C traceparent. A shipment leaves when its time
-- has come, long after the event that asked for it, and its dispatch belongs to the order's trace
-- all the same. Written with the row and never again; nothing depends on it.
ALTER TABLE inventory.reservations
  ADD COLUMN trace text CHECK (trace ~ '^[0-9a-f]{2}-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}$');
