-- In which trace an order was placed: a W3C traceparent. Its deadline passes in no request, and a
-- customer cancels in another one; both are told in the order's trace all the same. Written with
-- the row and never again; nothing depends on it.
-- Two, thirty-two, sixteen and two hexadecimal digits between three hyphens: a count in the
-- expression would cost an automaton of as many states at each write of the row.
ALTER TABLE orders.orders
  ADD COLUMN trace text
    CHECK (trace !~ '[^0-9a-f-]'
           AND length(trace) = 55
           AND length(replace(trace, '-', '')) = 52
           AND substr(trace, 3, 1) = '-'
           AND substr(trace, 36, 1) = '-'
           AND substr(trace, 53, 1) = '-');
