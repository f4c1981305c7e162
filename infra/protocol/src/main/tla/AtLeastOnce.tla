---------------------------- MODULE AtLeastOnce -----------------------------
\* The relay in at-least-once delivery, and the topics' partitions, one per key.
\*
\* A slice is read, its rows are handed to the producer, and the slot moves when the brokers have
\* acknowledged everything up to a transaction's end. There is one request in flight per
\* connection, and the first failed send ends the process (decision 0003). What a dead process had
\* in flight may arrive later.
\*
\* Where a request reaches several partitions at several brokers, one can be refused and the other
\* taken; therefore each relay has one request per key under way here, and acknowledgements come
\* in any order among keys.
EXTENDS Relay, Witness

VARIABLES
  relay,   \* per relay: what it does, where its stream began, how far it has read, which rows
           \* of the stream it has handed over, and which of those are acknowledged
  wire,    \* per relay and key: the request under way
  late,    \* requests of processes that have ended, still somewhere in the network
  topic,   \* per key: its partition
  stored   \* of a mutation: the place in the WAL that an offset store remembers

delivery == <<relay, wire, late, topic, stored>>
vars == <<outbox, source, delivery>>

Mutations == {"none", "mark-before-ack", "failed-send-skipped", "offset-beside-slot"}
ASSUME Mutation \in Mutations

Free == [is |-> "free", row |-> 0]
Down == [is |-> "down", base |-> 0, read |-> 0, handed |-> {}, acked |-> {}]

Init ==
  /\ OutboxInit
  /\ SourceInit
  /\ relay = [r \in Relay |-> Down]
  /\ wire = [r \in Relay |-> [k \in Key |-> Free]]
  /\ late = {}
  /\ topic = [k \in Key |-> <<>>]
  /\ stored = 0

Leads(r) == relay[r].is = "leads"

Service == OutboxNext /\ UNCHANGED <<source, delivery>>

\* dbz#76: rows before the remembered place are taken for published, though a row may lie before
\* it and its commit behind it. Without that store nothing is passed over.
PassedOver ==
  IF Mutation = "offset-beside-slot"
  THEN {n \in (slot + 1)..Len(stream) : RowAt(TxnOf[stream[n]]) < stored}
  ELSE {}

\* One that waited, or was just started again, finds the slot free.
Lead(r) ==
  /\ relay[r].is = "down"
  /\ holder = Nobody
  /\ holder' = r
  /\ relay' = [relay EXCEPT ![r] =
       [is |-> "leads", base |-> slot, read |-> slot, handed |-> PassedOver, acked |-> PassedOver]]
  /\ UNCHANGED <<outbox, slot, faults, wire, late, topic, stored>>

Read(r) ==
  /\ Leads(r)
  /\ holder = r
  /\ relay[r].read < Len(stream)
  /\ relay' = [relay EXCEPT ![r].read = Min({@ + SliceMax, Len(stream)})]
  /\ UNCHANGED <<outbox, source, wire, late, topic, stored>>

ToSend(r, k) ==
  {n \in (relay[r].base + 1)..relay[r].read : KeyOf[stream[n]] = k /\ n \notin relay[r].handed}

\* KP4 lies before it, KP5 behind it.
Send(r, k) ==
  /\ Leads(r)
  /\ wire[r][k].is = "free"
  /\ ToSend(r, k) # {}
  /\ LET n == Min(ToSend(r, k))
     IN  /\ wire' = [wire EXCEPT ![r][k] = [is |-> "going", row |-> n]]
         /\ relay' = [relay EXCEPT ![r].handed = @ \cup {n}]
  /\ UNCHANGED <<outbox, source, late, topic, stored>>

Land(r, k) ==
  /\ wire[r][k].is = "going"
  /\ topic' = [topic EXCEPT ![k] = Append(@, stream[wire[r][k].row])]
  /\ wire' = [wire EXCEPT ![r][k].is = "landed"]
  /\ UNCHANGED <<outbox, source, relay, late, stored>>

\* How far everything is acknowledged, without a gap.
Markable(r) ==
  LET done == IF Mutation = "mark-before-ack" THEN relay[r].handed ELSE relay[r].acked
  IN  Max({n \in relay[r].base..relay[r].read : ((relay[r].base + 1)..n) \subseteq done})

\* An offset store keeps the place of the last commit whose rows are all acknowledged.
Remembered(r, acked) ==
  LET n == Whole(Max({m \in relay[r].base..relay[r].read :
                        ((relay[r].base + 1)..m) \subseteq acked}))
  IN  IF n = 0 THEN 0 ELSE CommitAt(TxnOf[stream[n]])

Acknowledge(r, k) ==
  /\ Leads(r)
  /\ wire[r][k].is = "landed"
  /\ wire' = [wire EXCEPT ![r][k] = Free]
  /\ relay' = [relay EXCEPT ![r].acked = @ \cup {wire[r][k].row}]
  /\ stored' = IF Mutation = "offset-beside-slot"
               THEN Max({stored, Remembered(r, relay'[r].acked)}) ELSE stored
  /\ UNCHANGED <<outbox, source, late, topic>>

\* Marking is in memory, so KP6 and KP7 are one place here: before this step.
Confirm(r) ==
  /\ Leads(r)
  /\ holder = r
  /\ Whole(Markable(r)) > slot
  /\ slot' = Whole(Markable(r))
  /\ UNCHANGED <<outbox, holder, faults, delivery>>

\* What the process had under way is the network's affair from now on.
Ends(r) ==
  /\ relay' = [relay EXCEPT ![r] = Down]
  /\ late' = late \cup {stream[wire[r][k].row] : k \in {l \in Key : wire[r][l].is = "going"}}
  /\ wire' = [wire EXCEPT ![r] = [k \in Key |-> Free]]

Crash(r) ==
  /\ Leads(r)
  /\ MayCrash
  /\ Crashed
  /\ FreeIfHeldBy(r)
  /\ Ends(r)
  /\ UNCHANGED <<outbox, slot, topic, stored>>

\* A broker refuses a record for good. The process ends; of the mutation, it goes on with the next.
Refuse(r, k) ==
  /\ Leads(r)
  /\ wire[r][k].is = "going"
  /\ MayCrash
  /\ Crashed
  /\ IF Mutation = "failed-send-skipped"
     THEN /\ wire' = [wire EXCEPT ![r][k] = Free]
          /\ UNCHANGED <<holder, relay, late>>
     ELSE /\ FreeIfHeldBy(r)
          /\ relay' = [relay EXCEPT ![r] = Down]
          /\ late' = late \cup
               {stream[wire[r][l].row] : l \in {m \in Key \ {k} : wire[r][m].is = "going"}}
          /\ wire' = [wire EXCEPT ![r] = [l \in Key |-> Free]]
  /\ UNCHANGED <<outbox, slot, topic, stored>>

TakenFrom(r) ==
  /\ Leads(r)
  /\ SlotIsTakenFrom(r)
  /\ UNCHANGED <<outbox, delivery>>

\* It sees that it does not read the slot any more.
SeesThatItIsReplaced(r) ==
  /\ Leads(r)
  /\ holder # r
  /\ Ends(r)
  /\ UNCHANGED <<outbox, source, topic, stored>>

LandLate(e) ==
  /\ e \in late
  /\ late' = late \ {e}
  /\ topic' = [topic EXCEPT ![KeyOf[e]] = Append(@, e)]
  /\ UNCHANGED <<outbox, source, relay, wire, stored>>

\* What each relay does of itself, and the brokers for it.
Works(r) ==
  \/ Lead(r) \/ Read(r) \/ Confirm(r) \/ SeesThatItIsReplaced(r)
  \/ \E k \in Key : Send(r, k) \/ Land(r, k) \/ Acknowledge(r, k)

Next ==
  \/ Service
  \/ \E r \in Relay : Works(r) \/ Crash(r) \/ TakenFrom(r) \/ \E k \in Key : Refuse(r, k)
  \/ \E e \in Event : LandLate(e)

\* No fault is fair, and no zombie need ever wake: only who holds the slot goes on. What a process
\* had under way need not arrive.
Fair ==
  \A r \in Relay :
    /\ WF_vars(Lead(r)) /\ WF_vars(Read(r))
    /\ \A k \in Key :
         /\ WF_vars(holder = r /\ Send(r, k))
         /\ WF_vars(holder = r /\ Land(r, k))
         /\ WF_vars(holder = r /\ Acknowledge(r, k))

Spec == Init /\ [][Next]_vars /\ Fair

Promise == INSTANCE Publication WITH
  committed <- stream, published <- [k \in Key |-> Firsts(topic[k])]

ImplementsPublication == Promise!Safety
NothingIsLost == Promise!EverythingIsPublished

NoPhantom == \A k \in Key : Range(topic[k]) \subseteq Range(stream)

FirstsAreInCommitOrder == \A k \in Key : IsPrefix(Firsts(topic[k]), Of(k, stream))

\* What the slot will not bring again is on its topic.
SlotIsBehindTheTopic ==
  \A n \in 1..slot : stream[n] \in Range(topic[KeyOf[stream[n]]])

\* They differ in nothing but their names, so TLC need not look at both of two states in which they
\* have changed places.
Interchangeable == Permutations(Relay)

Scenarios ==
  /\ Reached(1, "a row comes twice", \E k \in Key : ~HasNoRepeats(topic[k]))
  /\ Reached(2, "two relays lead at once, and both have something under way",
             \E r, s \in Relay : r # s /\ \E k, l \in Key :
               wire[r][k].is = "going" /\ wire[s][l].is = "going")
  /\ Reached(3, "a request of a dead relay is still in the network", late # {})
  /\ Reached(4, "a relay begins anew behind a crash after the acknowledgement (KP6, KP7)",
             \E r \in Relay : Leads(r) /\ relay[r].base = 0 /\ slot = 0
               /\ faults.crashes > 0 /\ \E k \in Key : topic[k] # <<>>)
  /\ Reached(5, "a slice ends amid a transaction",
             \E r \in Relay : Leads(r) /\ ~EndsATransaction(relay[r].read))
  /\ Reached(6, "everything is published and confirmed after a crash",
             slot = Cardinality(Event) /\ faults.crashes > 0)
  /\ Reached(8, "everything is published and confirmed beside a zombie",
             slot = Cardinality(Event) /\ \E r \in Relay : Leads(r) /\ holder # r)
  /\ Reached(7, "rows lie in the WAL in another order than their commits", CommitsCross)
=============================================================================
