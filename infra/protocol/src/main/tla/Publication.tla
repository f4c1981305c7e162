---------------------------- MODULE Publication -----------------------------
\* What a relay promises, with nothing of slots, brokers and crashes: each key's events appear in
\* the order of their commits, none left out in between. In at-least-once delivery this is said of
\* the first occurrences on the topic, in transactional delivery of everything that a reader of
\* committed records sees.
EXTENDS Workload

VARIABLES
  committed,  \* the events that services committed, in that order
  published   \* per key, what can be read on the topic

vars == <<committed, published>>

Init ==
  /\ committed = <<>>
  /\ published = [k \in Key |-> <<>>]

Commit ==
  /\ IsPrefix(committed, committed')
  /\ HasNoRepeats(committed')
  /\ UNCHANGED published

\* A Kafka transaction shows events of several keys at once.
Publish ==
  /\ UNCHANGED committed
  /\ DOMAIN published' = Key
  /\ \A k \in Key :
       /\ IsPrefix(published[k], published'[k])
       /\ IsPrefix(published'[k], Of(k, committed))

Next == Commit \/ Publish

Safety == Init /\ [][Next]_vars

\* Nothing is lost.
EverythingIsPublished ==
  \A e \in Event : (e \in Range(committed)) ~> (e \in Range(published[KeyOf[e]]))
=============================================================================
