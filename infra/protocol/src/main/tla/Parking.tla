------------------------------- MODULE Parking ------------------------------
\* Events that fail for good, statement by statement: live batches, the parking of a culprit, and a
\* redrive, all of one key (decision 0013). What is between two statements of PostgreSQL is between
\* two steps here.
\*
\* Locks, as PostgreSQL has them on the one row of messaging.parked_keys that this key can have:
\*   shared     FOR KEY SHARE, by every live batch that finds the row; excludes the exclusive
\*   update     by the upsert of whoever parks; excludes another one and the exclusive
\*   exclusive  FOR UPDATE, by a redrive; excludes all
\* A SELECT that locks sees the row as of its beginning, waits for whoever excludes it, and drops
\* the row if it has been deleted meanwhile; a row that was made anew since then it does not see.
\* Therefore rows have versions here, and such a SELECT takes two steps.
\*
\* Ids: claims are the rows of processed_events that an open transaction has inserted. Whoever
\* parks an event inserts its id and takes it out again in the same transaction
\* (messaging.hold_events), which makes others wait and leaves nothing behind.
EXTENDS Workload, Group, Witness

CONSTANTS
  Mutation,
  BatchMax,     \* records of a poll
  Poison,       \* events whose reaction may fail
  RedrivesMax   \* how often somebody asks for a redrive of the key

VARIABLES
  at,         \* per party: the statement that is next
  batch,      \* per member: the events that it polled; one, where it goes through them singly
  work,       \* per member: those of the batch that the running transaction is about
  fresh,      \* per party: what it will act on, or park
  claims,     \* per party: the ids that its open transaction holds
  saw,        \* per party: the version of the key's row that its locking SELECT began with, or 0
  lock,       \* per party: what lock it has on the key's row
  made,       \* whose open transaction has inserted the key's row anew, or nobody's
  deletes,    \* whether the redrive's open transaction has deleted the row
  key,        \* the version of the row, 0 where there is none
  version,    \* of the last row that was made
  parked,     \* parked_events of the key, by their numbers
  processed,  \* processed_events
  effects,    \* what was acted on, in that order
  redrives    \* how often somebody asked

Operator == "operator"
Party == Member \cup {Operator}

transactions == <<batch, work, fresh, claims, saw, lock, made, deletes>>
tables == <<key, version, parked, processed, effects>>
vars == <<group, at, transactions, tables, redrives>>

Mutations == {"none", "no-key-lock", "parking-holds-no-ids", "no-look-at-the-parked"}
ASSUME Mutation \in Mutations

\* One key, each event once; redeliveries come from the group.
Topic == [n \in 1..Cardinality(Event) |-> n]

Init ==
  /\ GroupInit
  /\ at = [p \in Party |-> "away"]
  /\ batch = [c \in Member |-> <<>>]
  /\ work = [c \in Member |-> <<>>]
  /\ fresh = [p \in Party |-> <<>>]
  /\ claims = [p \in Party |-> {}]
  /\ saw = [p \in Party |-> 0]
  /\ lock = [p \in Party |-> "none"]
  /\ made = NoMember
  /\ deletes = FALSE
  /\ key = 0
  /\ version = 0
  /\ parked = <<>>
  /\ processed = {}
  /\ effects = <<>>
  /\ redrives = 0

Without(s, S) == SelectSeq(s, LAMBDA e : e \notin S)

\* Nobody but p has any of these locks.
NobodyElseHas(p, locks) == \A q \in Party \ {p} : lock[q] \notin locks

KeyLocks == Mutation # "no-key-lock"

\* The end of p's transaction, however it ends, with what p does next.
Ends(p, where) ==
  /\ at' = [at EXCEPT ![p] = where]
  /\ fresh' = [fresh EXCEPT ![p] = <<>>]
  /\ claims' = [claims EXCEPT ![p] = {}]
  /\ saw' = [saw EXCEPT ![p] = 0]
  /\ lock' = [lock EXCEPT ![p] = "none"]
  /\ made' = IF made = p THEN NoMember ELSE made
  /\ deletes' = (deletes /\ p # Operator)

Goes(p, where) == at' = [at EXCEPT ![p] = where]

------------------------------------------------------------------------------
\* Live batches.

Join(c) ==
  /\ at[c] = "away"
  /\ Assigned(c)
  /\ Goes(c, "polls")
  /\ UNCHANGED <<transactions, tables, redrives>>

Poll(c) ==
  /\ at[c] = "polls"
  /\ \E n \in 1..BatchMax :
       /\ pos[c] + n <= Len(Topic)
       /\ batch' = [batch EXCEPT ![c] = SubSeq(Topic, pos[c] + 1, pos[c] + n)]
       /\ work' = [work EXCEPT ![c] = batch'[c]]
  /\ Goes(c, "begins")
  /\ UNCHANGED <<group, fresh, claims, saw, lock, made, deletes, tables, redrives>>

\* SELECT ... FOR KEY SHARE, as it begins. A row that is not committed yet is not seen.
Begin(c) ==
  /\ at[c] = "begins"
  /\ saw' = [saw EXCEPT ![c] = key]
  /\ Goes(c, IF key = 0 THEN "looks" ELSE "waits for the key")
  /\ UNCHANGED <<group, batch, work, fresh, claims, lock, made, deletes, tables, redrives>>

\* ... and as it ends: the key is parked, and stays so until our commit; or it is free.
LockKey(c) ==
  /\ at[c] = "waits for the key"
  /\ KeyLocks => NobodyElseHas(c, {"exclusive"})
  /\ IF key = saw[c]
     THEN /\ lock' = [lock EXCEPT ![c] = IF KeyLocks THEN "shared" ELSE "none"]
          /\ Goes(c, "parks")
     ELSE /\ Goes(c, "looks")
          /\ UNCHANGED lock
  /\ UNCHANGED <<group, batch, work, fresh, claims, saw, made, deletes, tables, redrives>>

\* SELECT the ids that are known.
Look(c) ==
  /\ at[c] = "looks"
  /\ fresh' = [fresh EXCEPT ![c] = Without(work[c], processed)]
  /\ Goes(c, IF fresh'[c] = <<>> THEN "commits" ELSE "claims")
  /\ UNCHANGED <<group, batch, work, claims, saw, lock, made, deletes, tables, redrives>>

\* INSERT the others. It waits for whoever holds one, and fails where that one has committed.
Claim(c) ==
  /\ at[c] = "claims"
  /\ \A q \in Party \ {c} : claims[q] \cap Range(fresh[c]) = {}
  /\ IF Range(fresh[c]) \cap processed # {}
     THEN Ends(c, "begins")
     ELSE /\ claims' = [claims EXCEPT ![c] = Range(fresh[c])]
          /\ Goes(c, "looks at the parked")
          /\ UNCHANGED <<fresh, saw, lock, made, deletes>>
  /\ UNCHANGED <<group, batch, work, tables, redrives>>

\* Whoever parked one of them while we waited has committed: without those, anew.
LookAtTheParked(c) ==
  /\ at[c] = "looks at the parked"
  /\ LET meanwhile == IF Mutation = "no-look-at-the-parked" THEN {}
                      ELSE Range(parked) \cap Range(fresh[c])
     IN  IF meanwhile = {}
         THEN /\ Goes(c, "acts")
              /\ UNCHANGED <<work, fresh, claims, saw, lock, made, deletes>>
         ELSE /\ work' = [work EXCEPT ![c] = Without(@, meanwhile)]
              /\ Ends(c, IF work'[c] = <<>> THEN "tells" ELSE "begins")
  /\ UNCHANGED <<group, batch, tables, redrives>>

Act(c) ==
  /\ at[c] = "acts"
  /\ Goes(c, "commits")
  /\ UNCHANGED <<group, transactions, tables, redrives>>

\* A reaction throws: the batch is rolled back and its events run one by one; one alone is tried
\* again or, when its attempts are used up, parked in a transaction of its own.
Fail(c) ==
  /\ at[c] = "acts"
  /\ Range(fresh[c]) \cap Poison # {}
  /\ batch' = [batch EXCEPT ![c] = <<Head(@)>>]
  /\ work' = [work EXCEPT ![c] = batch'[c]]
  /\ Ends(c, IF Len(batch[c]) = 1 THEN "parks" ELSE "begins")
  /\ UNCHANGED <<group, tables, redrives>>

Commit(c) ==
  /\ at[c] = "commits"
  /\ processed' = processed \cup claims[c]
  /\ effects' = effects \o fresh[c]
  /\ Ends(c, "tells")
  /\ UNCHANGED <<group, batch, work, key, version, parked, redrives>>

Tell(c) ==
  /\ at[c] = "tells"
  /\ OffsetCommitted(c, pos[c] + Len(batch[c]))
  /\ batch' = [batch EXCEPT ![c] = <<>>]
  /\ work' = [work EXCEPT ![c] = <<>>]
  /\ Goes(c, "polls")
  /\ UNCHANGED <<fresh, claims, saw, lock, made, deletes, tables, redrives>>

Leave(c) ==
  /\ at[c] = "polls"
  /\ ~mine[c]
  /\ Goes(c, "away")
  /\ UNCHANGED <<group, transactions, tables, redrives>>

------------------------------------------------------------------------------
\* Parking: what comes behind a parked key in the batch's transaction, a culprit in its own.

Unsettled(events) == Without(events, processed \cup Range(parked))

Park(c) ==
  /\ at[c] = "parks"
  /\ fresh' = [fresh EXCEPT ![c] = Unsettled(work[c])]
  /\ Goes(c, IF fresh'[c] = <<>> THEN "lets go" ELSE "holds the key")
  /\ UNCHANGED <<group, batch, work, claims, saw, lock, made, deletes, tables, redrives>>

\* INSERT the key's row, ON CONFLICT an UPDATE that changes nothing and locks it. It waits for
\* whoever has made the row and not committed it, or holds it.
HoldKey(c) ==
  /\ at[c] = "holds the key"
  /\ made \in {NoMember, c}
  /\ ~deletes
  /\ IF key = 0
     THEN made' = c /\ UNCHANGED lock
     ELSE /\ KeyLocks => NobodyElseHas(c, {"update", "exclusive"})
          /\ lock' = [lock EXCEPT ![c] = IF KeyLocks THEN "update" ELSE "none"]
          /\ UNCHANGED made
  /\ Goes(c, "holds the ids")
  /\ UNCHANGED <<group, batch, work, fresh, claims, saw, deletes, tables, redrives>>

\* messaging.hold_events: waits for whoever acts on them, and makes the next one wait.
HoldIds(c) ==
  /\ at[c] = "holds the ids"
  /\ IF Mutation = "parking-holds-no-ids" THEN UNCHANGED claims
     ELSE /\ \A q \in Party \ {c} : claims[q] \cap Range(fresh[c]) = {}
          /\ claims' = [claims EXCEPT ![c] = Range(fresh[c]) \ processed]
  /\ Goes(c, "looks again")
  /\ UNCHANGED <<group, batch, work, fresh, saw, lock, made, deletes, tables, redrives>>

LookAgain(c) ==
  /\ at[c] = "looks again"
  /\ fresh' = [fresh EXCEPT ![c] = Unsettled(@)]
  /\ Goes(c, IF fresh'[c] = <<>> THEN "lets go" ELSE "adds")
  /\ UNCHANGED <<group, batch, work, claims, saw, lock, made, deletes, tables, redrives>>

\* The events are inserted, and the transaction commits.
Add(c) ==
  /\ at[c] = "adds"
  /\ parked' = parked \o fresh[c]
  /\ IF made = c
     THEN key' = version + 1 /\ version' = version + 1
     ELSE UNCHANGED <<key, version>>
  /\ Ends(c, "tells")
  /\ UNCHANGED <<group, batch, work, processed, effects, redrives>>

\* Others have settled all of it. A row that we made is taken back, one for which nothing waits too.
LetGo(c) ==
  /\ at[c] = "lets go"
  /\ (lock[c] = "update" /\ parked = <<>>) => NobodyElseHas(c, {"shared"})
  /\ key' = IF lock[c] = "update" /\ parked = <<>> THEN 0 ELSE key
  /\ Ends(c, "tells")
  /\ UNCHANGED <<group, batch, work, version, parked, processed, effects, redrives>>

------------------------------------------------------------------------------
\* The redrive of the key: each event in a transaction of its own.

AskForRedrive ==
  /\ at[Operator] = "away"
  /\ redrives < RedrivesMax
  /\ key # 0
  /\ redrives' = redrives + 1
  /\ Goes(Operator, "begins")
  /\ UNCHANGED <<group, transactions, tables>>

\* SELECT ... FOR UPDATE, as it begins ...
BeginRedrive ==
  /\ at[Operator] = "begins"
  /\ saw' = [saw EXCEPT ![Operator] = key]
  /\ Goes(Operator, IF key = 0 THEN "away" ELSE "waits for the key")
  /\ UNCHANGED <<group, batch, work, fresh, claims, lock, made, deletes, tables, redrives>>

\* ... and as it ends.
LockForRedrive ==
  /\ at[Operator] = "waits for the key"
  /\ KeyLocks => NobodyElseHas(Operator, {"shared", "update", "exclusive"})
  /\ IF key = saw[Operator]
     THEN /\ lock' = [lock EXCEPT ![Operator] = IF KeyLocks THEN "exclusive" ELSE "none"]
          /\ Goes(Operator, "takes the first")
     ELSE Goes(Operator, "away") /\ UNCHANGED lock
  /\ UNCHANGED <<group, batch, work, fresh, claims, saw, made, deletes, tables, redrives>>

\* A statement of its own, after the lock is held. Where nothing waits, the key is free.
TakeTheFirst ==
  /\ at[Operator] = "takes the first"
  /\ IF parked = <<>>
     THEN /\ deletes' = TRUE
          /\ Goes(Operator, "commits")
          /\ UNCHANGED fresh
     ELSE /\ fresh' = [fresh EXCEPT ![Operator] = <<Head(parked)>>]
          /\ Goes(Operator, "claims")
          /\ UNCHANGED deletes
  /\ UNCHANGED <<group, batch, work, claims, saw, lock, made, tables, redrives>>

\* INSERT ... ON CONFLICT DO NOTHING: an id that is there was acted on, and is not again.
ClaimForRedrive ==
  /\ at[Operator] = "claims"
  /\ \A q \in Member : claims[q] \cap Range(fresh[Operator]) = {}
  /\ claims' = [claims EXCEPT ![Operator] = Range(fresh[Operator]) \ processed]
  /\ Goes(Operator, "takes it out")
  /\ UNCHANGED <<group, batch, work, fresh, saw, lock, made, deletes, tables, redrives>>

\* It acts, deletes the event, and the key if it sees no other that waits.
TakeOut ==
  /\ at[Operator] = "takes it out"
  /\ deletes' = (Len(parked) = 1)
  /\ Goes(Operator, "commits")
  /\ UNCHANGED <<group, batch, work, fresh, claims, saw, lock, made, tables, redrives>>

CommitRedrive ==
  /\ at[Operator] = "commits"
  /\ processed' = processed \cup claims[Operator]
  /\ effects' = effects \o SelectSeq(fresh[Operator], LAMBDA e : e \in claims[Operator])
  /\ parked' = Without(parked, Range(fresh[Operator]))
  /\ key' = IF deletes THEN 0 ELSE key
  /\ Ends(Operator, IF deletes THEN "away" ELSE "begins")
  /\ UNCHANGED <<group, batch, work, version, redrives>>

\* The reaction fails again, or the operator's process dies: the rest stays as it is.
RedriveFails ==
  /\ at[Operator] \in {"takes it out", "commits"}
  /\ Range(fresh[Operator]) \cap Poison # {}
  /\ Ends(Operator, "away")
  /\ UNCHANGED <<group, batch, work, tables, redrives>>

------------------------------------------------------------------------------

Die(c) ==
  /\ at[c] # "away"
  /\ Dead(c)
  /\ batch' = [batch EXCEPT ![c] = <<>>]
  /\ work' = [work EXCEPT ![c] = <<>>]
  /\ Ends(c, "away")
  /\ UNCHANGED <<tables, redrives>>

Rebalance == TakenFromItsOwner /\ UNCHANGED <<at, transactions, tables, redrives>>

Reset == SetBack /\ UNCHANGED <<at, transactions, tables, redrives>>

\* What a member does of itself; to act is among it, to fail is not.
Works(c) ==
  \/ Join(c) \/ Poll(c) \/ Begin(c) \/ LockKey(c) \/ Look(c) \/ Claim(c) \/ LookAtTheParked(c)
  \/ Act(c) \/ Commit(c) \/ Tell(c) \/ Leave(c)
  \/ Park(c) \/ HoldKey(c) \/ HoldIds(c) \/ LookAgain(c) \/ Add(c) \/ LetGo(c)

Redrives ==
  \/ BeginRedrive \/ LockForRedrive \/ TakeTheFirst \/ ClaimForRedrive \/ TakeOut \/ CommitRedrive

Next ==
  \/ Rebalance \/ Reset
  \/ \E c \in Member : Works(c) \/ Fail(c) \/ Die(c)
  \/ AskForRedrive \/ Redrives \/ RedriveFails

\* Nobody has to ask for a redrive; one that is under way goes on. That a batch comes to its end
\* rests on whoever holds its key or its ids: a member that was replaced goes on in the end, or its
\* session is ended by idle_in_transaction_session_timeout, which every transaction of the inbox
\* sets.
Fair == (\A c \in Member : WF_vars(Works(c))) /\ WF_vars(Redrives)

Spec == Init /\ [][Next]_vars /\ Fair

Promise == INSTANCE ExactlyOnce WITH
  committed <- Topic, effects <- effects, parked <- Range(parked)

ImplementsExactlyOnce == [][Promise!Next]_(Promise!vars)
EverythingEnds == Promise!EverythingEnds

EffectAtMostOnce == HasNoRepeats(effects)

\* What has taken effect and, behind it, what waits are together a beginning of the topic: nothing
\* is lost, nothing is both, nothing overtakes, and what waits does so in its order.
EffectsThenParked == IsPrefix(effects \o parked, Topic)

NeverBoth == Range(effects) \cap Range(parked) = {}

\* Whoever waits holds its key, so that the next one finds it.
NobodyWaitsForAFreeKey == parked # <<>> => key # 0

OffsetsAreBehindSettled ==
  \A i \in 1..offset : Topic[i] \in Range(effects) \cup Range(parked)

\* They differ in nothing but their names, so TLC need not look at both of two states in which they
\* have changed places.
Interchangeable == Permutations(Member)

Scenarios ==
  /\ Reached(1, "an event waits behind another of its key", Len(parked) > 1)
  /\ Reached(2, "a live batch waits for a redrive that frees the key, and acts",
             \E c \in Member : at[c] = "waits for the key" /\ lock[Operator] = "exclusive"
               /\ deletes)
  /\ Reached(3, "a redrive waits for a live batch that parks behind",
             at[Operator] = "waits for the key" /\ \E c \in Member : lock[c] = "shared")
  /\ Reached(4, "whoever parks waits for a zombie that acts",
             \E c, z \in Member : at[c] = "holds the ids" /\ at[z] = "acts"
               /\ claims[z] \cap Range(fresh[c]) # {})
  /\ Reached(5, "whoever acts waits for one that parks",
             \E c, z \in Member : at[c] = "claims" /\ at[z] = "looks again"
               /\ claims[z] \cap Range(fresh[c]) # {})
  /\ Reached(6, "what was parked meanwhile is found after the claim",
             \E c \in Member : at[c] = "looks at the parked"
               /\ Range(parked) \cap Range(fresh[c]) # {})
  /\ Reached(7, "the row that a locking SELECT waits for is another one by then",
             \E c \in Member : at[c] = "waits for the key" /\ key # 0 /\ key # saw[c])
  /\ Reached(8, "an event comes again while it is parked",
             \E c \in Member : at[c] = "parks" /\ Range(work[c]) \subseteq Range(parked))
  /\ Reached(9, "a parked event turns out to have had its effect",
             \E c \in Member : at[c] = "looks again" /\ Range(fresh[c]) \cap processed # {})
  /\ Reached(10, "all of a redriven key took effect, and the live ones behind it",
             effects = Topic /\ redrives > 0 /\ key = 0 /\ offset = Len(Topic))
=============================================================================
