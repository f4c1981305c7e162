-------------------------------- MODULE Inbox -------------------------------
\* The consumer's side where nothing fails for good: one database, several processes.
\*
\* A batch is one transaction (decisions 0002 and 0023). It looks which ids are known, inserts the
\* others, acts on those in their order, commits; then the offset is committed. The key of
\* processed_events is unique, so an insert of an id that a rival has inserted and not committed
\* waits for the rival's end. If the rival commits, the insert fails and the batch begins anew; if
\* it rolls back, the insert goes through. PostgreSQL at READ COMMITTED: a statement sees
\* what was committed before it began, and the unique index knows better.
\*
\* The topic has every event, some twice, as the relay leaves it: first occurrences in the order of
\* the commits per key. Redeliveries come besides from rebalances, deaths, lost offsets and a
\* group that is set back.
EXTENDS Workload, Group, Witness

CONSTANTS
  Mutation,
  BatchMax,   \* records of a poll
  RepeatsMax  \* records of the topic that repeat an earlier one

VARIABLES
  topic,      \* the partition: fixed from the beginning
  at,         \* per member: what it does next
  batch,      \* per member: the records that it has polled
  fresh,      \* per member: what of them it has found to be new
  claims,     \* per member: the ids that its open transaction has inserted
  processed,  \* processed_events: the ids that are committed there
  effects     \* what was acted on, committed, in that order

database == <<claims, processed, effects>>
members == <<at, batch, fresh>>
vars == <<group, topic, members, database>>

Mutations == {"none", "no-insert", "insert-apart", "offset-first", "dedup-by-key"}
ASSUME Mutation \in Mutations

\* The order in which the services committed: any other works as well, as keys alone matter.
Committed == [n \in 1..Cardinality(Event) |-> n]

Topics ==
  {s \in [1..(Cardinality(Event) + RepeatsMax) -> Event] :
    Range(s) = Event /\ InOrder(Firsts(s), Committed)}

Init ==
  /\ GroupInit
  /\ topic \in Topics
  /\ at = [c \in Member |-> "away"]
  /\ batch = [c \in Member |-> <<>>]
  /\ fresh = [c \in Member |-> <<>>]
  /\ claims = [c \in Member |-> {}]
  /\ processed = {}
  /\ effects = <<>>

Goes(c, where) == at' = [at EXCEPT ![c] = where]

Join(c) ==
  /\ at[c] = "away"
  /\ Assigned(c)
  /\ Goes(c, "polls")
  /\ UNCHANGED <<topic, batch, fresh, database>>

Poll(c) ==
  /\ at[c] = "polls"
  /\ \E n \in 1..BatchMax :
       /\ pos[c] + n <= Len(topic)
       /\ batch' = [batch EXCEPT ![c] = SubSeq(topic, pos[c] + 1, pos[c] + n)]
       /\ IF Mutation = "offset-first" /\ mine[c]
          THEN offset' = pos[c] + n /\ UNCHANGED <<owner, mine, pos, troubles>>
          ELSE UNCHANGED group
  /\ Goes(c, "looks")
  /\ UNCHANGED <<topic, fresh, database>>

IsKnown(e) ==
  IF Mutation = "dedup-by-key" THEN \E d \in processed : KeyOf[d] = KeyOf[e]
  ELSE IF Mutation = "no-insert" THEN FALSE
  ELSE e \in processed

\* A SELECT of the batch's ids. What is new is acted on once, however often the batch has it.
Look(c) ==
  /\ at[c] = "looks"
  /\ fresh' = [fresh EXCEPT ![c] = SelectSeq(Firsts(batch[c]), LAMBDA e : ~IsKnown(e))]
  /\ Goes(c, IF fresh'[c] = <<>> THEN "tells" ELSE "claims")
  /\ UNCHANGED <<group, topic, batch, database>>

\* The INSERT. It waits while a rival holds one of the ids: then this step cannot be taken. (Rows
\* are inserted one after the other, and rivals that hold each other's rows up are ended by
\* PostgreSQL as a deadlock, which is an outage and a new beginning: nothing that a death is not.)
Claim(c) ==
  /\ at[c] = "claims"
  /\ IF Mutation = "no-insert" THEN Goes(c, "acts") /\ UNCHANGED database
     ELSE IF Mutation = "insert-apart"
     THEN /\ Range(fresh[c]) \cap processed = {}
          /\ processed' = processed \cup Range(fresh[c])
          /\ Goes(c, "acts")
          /\ UNCHANGED <<claims, effects>>
     ELSE /\ \A rival \in Member \ {c} : claims[rival] \cap Range(fresh[c]) = {}
          /\ IF Range(fresh[c]) \cap processed # {} /\ Mutation # "dedup-by-key"
             THEN Goes(c, "looks") /\ UNCHANGED database
             ELSE /\ claims' = [claims EXCEPT ![c] = Range(fresh[c])]
                  /\ Goes(c, "acts")
                  /\ UNCHANGED <<processed, effects>>
  /\ UNCHANGED <<group, topic, batch, fresh>>

\* The INSERT fails where a rival has committed, in the mutation without a transaction around it.
ClaimFails(c) ==
  /\ at[c] = "claims"
  /\ Mutation = "insert-apart"
  /\ Range(fresh[c]) \cap processed # {}
  /\ Goes(c, "looks")
  /\ UNCHANGED <<group, topic, batch, fresh, database>>

\* KP8 lies before it and KP9 behind it: nobody sees a difference before the commit.
Act(c) ==
  /\ at[c] = "acts"
  /\ Goes(c, "commits")
  /\ UNCHANGED <<group, topic, batch, fresh, database>>

Commit(c) ==
  /\ at[c] = "commits"
  /\ processed' = processed \cup claims[c]
  /\ claims' = [claims EXCEPT ![c] = {}]
  /\ effects' = effects \o fresh[c]
  /\ Goes(c, "tells")
  /\ UNCHANGED <<group, topic, batch, fresh>>

\* KP10 lies before it.
Tell(c) ==
  /\ at[c] = "tells"
  /\ OffsetCommitted(c, pos[c] + Len(batch[c]))
  /\ batch' = [batch EXCEPT ![c] = <<>>]
  /\ fresh' = [fresh EXCEPT ![c] = <<>>]
  /\ Goes(c, "polls")
  /\ UNCHANGED <<topic, database>>

\* It learns that its generation is over, and joins anew.
Leave(c) ==
  /\ at[c] = "polls"
  /\ ~mine[c]
  /\ Goes(c, "away")
  /\ UNCHANGED <<group, topic, batch, fresh, database>>

\* The database rolls back what it had open.
Die(c) ==
  /\ at[c] # "away"
  /\ Dead(c)
  /\ Goes(c, "away")
  /\ batch' = [batch EXCEPT ![c] = <<>>]
  /\ fresh' = [fresh EXCEPT ![c] = <<>>]
  /\ claims' = [claims EXCEPT ![c] = {}]
  /\ UNCHANGED <<topic, processed, effects>>

Rebalance == TakenFromItsOwner /\ UNCHANGED <<topic, members, database>>

Reset == SetBack /\ UNCHANGED <<topic, members, database>>

Works(c) ==
  \/ Join(c) \/ Poll(c) \/ Look(c) \/ Claim(c) \/ ClaimFails(c) \/ Act(c) \/ Commit(c) \/ Tell(c)
  \/ Leave(c)

Next == Rebalance \/ Reset \/ \E c \in Member : Works(c) \/ Die(c)

\* That a batch comes to its end rests on whoever holds its ids: a member that was replaced goes
\* on in the end, or its session is ended. For the second, every transaction of the inbox sets
\* idle_in_transaction_session_timeout, so that none holds ids for ever while it is frozen.
Fair == \A c \in Member : WF_vars(Works(c))

Spec == Init /\ [][Next]_vars /\ Fair

\* The promise begins with everything committed: it is what the topic is made of.
Promise == INSTANCE ExactlyOnce WITH committed <- Committed, effects <- effects, parked <- {}

ImplementsExactlyOnce == [][Promise!Next]_(Promise!vars)
EverythingTakesEffect == Promise!EverythingEnds

EffectAtMostOnce == HasNoRepeats(effects)

EffectsAreInOrder == InOrder(effects, Committed)

\* An offset never passes a record that has had no effect.
OffsetsAreBehindEffects == \A i \in 1..offset : topic[i] \in Range(effects)

\* What is remembered was acted on, by the same transaction.
RememberedIsActedOn == processed = Range(effects)

\* They differ in nothing but their names, so TLC need not look at both of two states in which they
\* have changed places.
Interchangeable == Permutations(Member)

Scenarios ==
  /\ Reached(1, "an event comes again after a death between the two commits (KP10)",
             troubles = [rebalances |-> 0, deaths |-> 1, resets |-> 0] /\ \E c \in Member :
               at[c] = "looks" /\ batch[c][1] \in processed
               /\ \A i \in 1..pos[c] : topic[i] # batch[c][1])
  /\ Reached(2, "a batch waits for the ids of a zombie's open transaction",
             \E c, z \in Member : mine[c] /\ ~mine[z] /\ at[c] = "claims"
               /\ claims[z] \cap Range(fresh[c]) # {})
  /\ Reached(3, "a rival was faster, and the batch begins anew",
             \E c \in Member : at[c] = "claims" /\ Range(fresh[c]) \cap processed # {})
  /\ Reached(4, "a zombie is ahead of the partition's owner",
             \E c, z \in Member : mine[c] /\ ~mine[z] /\ at[z] = "commits" /\ pos[z] > pos[c])
  /\ Reached(5, "a group is set back, and a record comes again that was acted on",
             troubles.resets > 0 /\ \E c \in Member :
               at[c] = "looks" /\ Range(batch[c]) \subseteq processed)
  /\ Reached(6, "a batch has one event twice",
             \E c \in Member : ~HasNoRepeats(batch[c]))
  /\ Reached(7, "everything took effect after troubles of every kind",
             Range(effects) = Event /\ offset = Len(topic) /\ troubles.rebalances > 0
               /\ troubles.deaths > 0 /\ troubles.resets > 0)
=============================================================================
