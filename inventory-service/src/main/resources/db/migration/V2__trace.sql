-- In which trace an order was first heard of: a W3C traceparent. A shipment leaves when its time
-- has come, long after the event that asked for it, and its dispatch belongs to the order's trace
-- all the same. Written with the row and never again; nothing depends on it.
-- Two, thirty-two, sixteen and two hexadecimal digits between three hyphens: a count in the
-- expression would cost an automaton of as many states at each write of the row.
ALTER TABLE inventory.reservations
  ADD COLUMN trace text
    CHECK (trace !~ '[^0-9a-f-]'
           AND length(trace) = 55
           AND length(replace(trace, '-', '')) = 52
           AND substr(trace, 3, 1) = '-'
           AND substr(trace, 36, 1) = '-'
           AND substr(trace, 53, 1) = '-');
