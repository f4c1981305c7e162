------------------------------ MODULE Protocol ------------------------------
\* The whole way, from a service's commit to a consumer's effect, in coarser steps than the parts
\* have: what AtLeastOnce, Inbox and Parking show of theirs is one step here. What it adds is that
\* the parts fit: repeats of the relay meet redeliveries of the group and parked keys, and the
\* whole still implements ExactlyOnce, to the end.
\*
\* The relay is in at-least-once delivery, the weaker one. All keys are in one partition.
EXTENDS Outbox, Group, Witness

CONSTANTS
  Relay,        \* relays; each that was ever started may still send
  RestartsMax,  \* how often one dies or is given up, and one begins anew at the slot
  BatchMax,     \* records of a poll
  Poison,       \* events whose reaction may fail for good
  RedrivesMax   \* how many events are redriven

VARIABLES
  slot,      \* how many events of the stream are confirmed
  next,      \* per relay: how many events of the stream it has sent, or -1 where it has not begun
  leader,    \* the relay that began last: only that one moves the slot
  restarts,
  topic,     \* what is on the partition
  open,      \* per member: its open transaction, with what it acts on and what it parks
  processed,
  effects,
  parked,    \* what waits, in the order in which it was parked
  redrives

way == <<slot, next, leader, restarts, topic>>
inbox == <<open, processed, effects, parked, redrives>>
vars == <<outbox, way, group, inbox>>

Away == [is |-> "away", count |-> 0, acts |-> <<>>, parks |-> <<>>]

Init ==
  /\ OutboxInit
  /\ GroupInit
  /\ slot = 0
  /\ next = [r \in Relay |-> 0 - 1]
  /\ leader = "nobody"
  /\ restarts = 0
  /\ topic = <<>>
  /\ open = [c \in Member |-> Away]
  /\ processed = {}
  /\ effects = <<>>
  /\ parked = <<>>
  /\ redrives = 0

------------------------------------------------------------------------------
\* The relay.

Service == OutboxNext /\ UNCHANGED <<way, group, inbox>>

\* Whole transactions come again. Another one that had begun before may go on as a zombie.
Start(r) ==
  /\ IF leader = "nobody" THEN UNCHANGED restarts
     ELSE restarts < RestartsMax /\ restarts' = restarts + 1
  /\ leader' = r
  /\ next' = [next EXCEPT ![r] = slot]
  /\ UNCHANGED <<outbox, slot, topic, group, inbox>>

Publish(r) ==
  /\ next[r] \in 0..(Len(stream) - 1)
  /\ next' = [next EXCEPT ![r] = @ + 1]
  /\ topic' = Append(topic, stream[next[r] + 1])
  /\ UNCHANGED <<outbox, slot, leader, restarts, group, inbox>>

EndsATransaction(n) == n = 0 \/ stream[n] = Last(RowsOf[TxnOf[stream[n]]])

Confirm(r) ==
  /\ leader = r
  /\ LET n == Max({m \in 0..next[r] : EndsATransaction(m)})
     IN  n > slot /\ slot' = n
  /\ UNCHANGED <<outbox, next, leader, restarts, topic, group, inbox>>

------------------------------------------------------------------------------
\* The inbox.

Join(c) ==
  /\ open[c].is = "away"
  /\ Assigned(c)
  /\ open' = [open EXCEPT ![c].is = "polls"]
  /\ UNCHANGED <<outbox, way, processed, effects, parked, redrives>>

\* It learns that its generation is over.
Leave(c) ==
  /\ open[c].is = "polls"
  /\ ~mine[c]
  /\ open' = [open EXCEPT ![c].is = "away"]
  /\ UNCHANGED <<outbox, way, group, processed, effects, parked, redrives>>

IsSettled(e) == e \in processed \/ e \in Range(parked)

\* What of the records takes effect, and what waits: behind a key that is parked, or as a culprit
\* that parks it. Each reaction to a poisoned event decides anew whether it fails.
RECURSIVE Sorted(_, _, _, _)
Sorted(records, culprits, acts, parks) ==
  IF records = <<>> THEN [acts |-> acts, parks |-> parks]
  ELSE LET e == Head(records)
           waits == e \in culprits
             \/ \E p \in Range(parked) \cup Range(parks) : KeyOf[p] = KeyOf[e]
       IN  IF IsSettled(e) \/ e \in Range(acts) \cup Range(parks)
           THEN Sorted(Tail(records), culprits, acts, parks)
           ELSE IF waits THEN Sorted(Tail(records), culprits, acts, Append(parks, e))
           ELSE Sorted(Tail(records), culprits, Append(acts, e), parks)

Held(c) == Range(open[c].acts) \cup Range(open[c].parks)

\* It opens its transaction: keys are looked at, ids are claimed, reactions run. Whoever finds an
\* id held by a rival waits for that one's end, and looks then.
Take(c) ==
  /\ open[c].is = "polls"
  /\ \E n \in 1..BatchMax, culprits \in SUBSET Poison :
       /\ pos[c] + n <= Len(topic)
       /\ LET sorted == Sorted(SubSeq(topic, pos[c] + 1, pos[c] + n), culprits, <<>>, <<>>)
          IN  /\ culprits \subseteq Range(sorted.parks)
              /\ \A rival \in Member \ {c} :
                   Held(rival) \cap (Range(sorted.acts) \cup Range(sorted.parks)) = {}
              /\ open' = [open EXCEPT ![c] = [is |-> "open", count |-> n,
                                              acts |-> sorted.acts, parks |-> sorted.parks]]
  /\ UNCHANGED <<outbox, way, group, processed, effects, parked, redrives>>

Settle(c) ==
  /\ open[c].is = "open"
  /\ processed' = processed \cup Range(open[c].acts)
  /\ effects' = effects \o open[c].acts
  /\ parked' = parked \o open[c].parks
  /\ open' = [open EXCEPT ![c] = [Away EXCEPT !.is = "settled", !.count = open[c].count]]
  /\ UNCHANGED <<outbox, way, group, redrives>>

Tell(c) ==
  /\ open[c].is = "settled"
  /\ OffsetCommitted(c, pos[c] + open[c].count)
  /\ open' = [open EXCEPT ![c] = [Away EXCEPT !.is = "polls"]]
  /\ UNCHANGED <<outbox, way, processed, effects, parked, redrives>>

Die(c) ==
  /\ open[c].is # "away"
  /\ Dead(c)
  /\ open' = [open EXCEPT ![c] = Away]
  /\ UNCHANGED <<outbox, way, processed, effects, parked, redrives>>

Rebalance == TakenFromItsOwner /\ UNCHANGED <<outbox, way, inbox>>

Reset == SetBack /\ UNCHANGED <<outbox, way, inbox>>

\* The first event of a parked key. A batch that has found the key parked holds it, and one that
\* holds the id does.
Redrive(k) ==
  /\ redrives < RedrivesMax
  /\ Of(k, parked) # <<>>
  /\ LET first == Head(Of(k, parked))
     IN  /\ \A c \in Member : \A e \in Held(c) : KeyOf[e] # k
         /\ processed' = processed \cup {first}
         /\ effects' = Append(effects, first)
         /\ parked' = SelectSeq(parked, LAMBDA e : e # first)
  /\ redrives' = redrives + 1
  /\ UNCHANGED <<outbox, way, group, open>>

------------------------------------------------------------------------------

Works(c) == Join(c) \/ Leave(c) \/ Take(c) \/ Settle(c) \/ Tell(c)

Next ==
  \/ Service
  \/ \E r \in Relay : Start(r) \/ Publish(r) \/ Confirm(r)
  \/ \E c \in Member : Works(c) \/ Die(c)
  \/ Rebalance \/ Reset
  \/ \E k \in Key : Redrive(k)

\* A relay is started in the end, and the leader works; a zombie need not.
Fair ==
  /\ WF_vars(leader = "nobody" /\ \E r \in Relay : Start(r))
  /\ \A r \in Relay : WF_vars(leader = r /\ Publish(r))
  /\ \A c \in Member : WF_vars(Works(c))

Spec == Init /\ [][Next]_vars /\ Fair

Promise == INSTANCE ExactlyOnce WITH
  committed <- stream, effects <- effects, parked <- Range(parked)

ImplementsExactlyOnce == Promise!Safety
EverythingEnds == Promise!EverythingEnds

EffectOnce     == Promise!EffectOnce
NoPhantom      == Promise!NoPhantom
EffectsInOrder == Promise!EffectsInOrder
NeverBoth      == Promise!NeverBoth

OffsetsAreBehindSettled ==
  \A i \in 1..offset : topic[i] \in Range(effects) \cup Range(parked)

Interchangeable == Permutations(Relay) \cup Permutations(Member)

Scenarios ==
  /\ Reached(1, "a repeat of the relay is found known",
             \E c \in Member : open[c].is = "open" /\ open[c].acts = <<>> /\ open[c].parks = <<>>
               /\ offset = pos[c] /\ ~HasNoRepeats(topic) /\ troubles.deaths = 0)
  /\ Reached(2, "an event waits and another key goes on",
             \E p \in Range(parked), e \in Range(effects) : KeyOf[p] # KeyOf[e])
  /\ Reached(3, "a zombie has its transaction open beside its successor's",
             \E c, z \in Member : mine[c] /\ ~mine[z] /\ open[c].is = "open"
               /\ open[z].is = "open")
  /\ Reached(4, "everything took effect after repeats, a death and a redrive",
             Range(effects) = Event /\ redrives > 0 /\ restarts > 0 /\ troubles.deaths > 0
               /\ offset = Len(topic))
=============================================================================
