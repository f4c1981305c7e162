---------------------------- MODULE OutboxModel -----------------------------
\* The services alone.
EXTENDS Outbox, Witness

Spec == OutboxInit /\ [][OutboxNext]_outbox /\ OutboxFair

Scenarios ==
  /\ Reached(1, "rows lie in the WAL in another order than their commits", CommitsCross)
  /\ Reached(2, "a transaction that was rolled back is tried again and commits",
             rollbacks > 0 /\ Range(stream) = Event)
=============================================================================
