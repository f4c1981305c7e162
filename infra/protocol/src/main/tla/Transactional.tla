--------------------------- MODULE Transactional ----------------------------
\* The relay in transactional delivery (decision 0010), the topics, and Kafka's coordinator.
\*
\* One slice is one Kafka transaction: its rows, and how far they go. The transactional id belongs
\* to the slot, so whoever takes the slot over asks for the id's next epoch first. With that, the
\* coordinator aborts what was open, and brokers refuse every request of an older epoch (KIP-98;
\* KIP-890 closes what was left open between transactions of one epoch, which does not arise
\* here: a relay has no second transaction after one that failed). Then it reads the position
\* back as a reader of committed records, and drops what the slot sends again up to it.
\*
\* A commit is one step here. In Kafka it is decided in the coordinator's log and written to the
\* partitions afterwards; the next epoch is given out when that has ended, and a reader waits at
\* the first open record, so nobody can see the half of it.
EXTENDS Relay, Witness

VARIABLES
  relay,     \* per relay: what it does, its epoch, how far the server has sent it the stream, how
             \* far it has read of that, how far the rows are in the open transaction, and how
             \* far in committed ones
  epoch,     \* the newest that the coordinator gave out
  position,  \* how far the rows are published: in the state topic, committed
  topic,     \* per key: records, each with the epoch that wrote it and what became of it
  late       \* requests of processes that have ended, still somewhere in the network

delivery == <<relay, epoch, position, topic, late>>
vars == <<outbox, source, delivery>>

Mutations == {"none", "zombie-not-fenced", "position-apart"}
ASSUME Mutation \in Mutations

Down == [is |-> "down", epoch |-> 0, sent |-> 0, read |-> 0, appended |-> 0, done |-> 0]

Init ==
  /\ OutboxInit
  /\ SourceInit
  /\ relay = [r \in Relay |-> Down]
  /\ epoch = 0
  /\ position = 0
  /\ topic = [k \in Key |-> <<>>]
  /\ late = {}

Leads(r) == relay[r].is = "leads"

Accepts(e) == e = epoch \/ Mutation = "zombie-not-fenced"

\* Every open record of these epochs gets its end.
Ended(epochs, becomes) ==
  [k \in Key |-> [i \in DOMAIN topic[k] |->
    IF topic[k][i].is = "open" /\ topic[k][i].epoch \in epochs
    THEN [topic[k][i] EXCEPT !.is = becomes] ELSE topic[k][i]]]

Appended(event, e) ==
  [topic EXCEPT ![KeyOf[event]] = Append(@, [event |-> event, epoch |-> e, is |-> "open"])]

Service == OutboxNext /\ UNCHANGED <<source, delivery>>

TakeSlot(r) ==
  /\ relay[r].is = "down"
  /\ holder = Nobody
  /\ holder' = r
  /\ relay' = [relay EXCEPT ![r] = [Down EXCEPT !.is = "holds", !.sent = slot, !.read = slot]]
  /\ UNCHANGED <<outbox, slot, faults, epoch, position, topic, late>>

\* The server sends as soon as the slot is held, into the buffers of a process that may be frozen
\* before it has asked for an epoch: what a zombie can still publish.
ServerSends(r) ==
  /\ relay[r].is # "down"
  /\ holder = r
  /\ relay[r].sent < Len(stream)
  /\ relay' = [relay EXCEPT ![r].sent = Len(stream)]
  /\ UNCHANGED <<outbox, source, epoch, position, topic, late>>

\* Only who holds the slot does this. It may be a zombie by then, and fences its successor; that one
\* ends, and takes the next epoch after its restart.
InitTransactions(r) ==
  /\ relay[r].is = "holds"
  /\ epoch' = epoch + 1
  /\ topic' = Ended(1..epoch, "aborted")
  /\ relay' = [relay EXCEPT ![r].is = "fenced others", ![r].epoch = epoch + 1]
  /\ UNCHANGED <<outbox, source, position, late>>

\* The slot sends from where it stood, and what is published of that is dropped: in one step here,
\* as positions only grow. A row is known for published by its transaction's place and its number.
ReadPosition(r) ==
  /\ relay[r].is = "fenced others"
  /\ LET from == Max({relay[r].read, position})
     IN  relay' = [relay EXCEPT ![r] = [@ EXCEPT !.is = "leads",
                                        !.read = from, !.appended = from, !.done = from]]
  /\ UNCHANGED <<outbox, source, epoch, position, topic, late>>

\* The next slice, once the one before is committed.
Read(r) ==
  /\ Leads(r)
  /\ relay[r].done = relay[r].read
  /\ relay[r].read < relay[r].sent
  /\ relay' = [relay EXCEPT ![r].read = Min({@ + SliceMax, relay[r].sent})]
  /\ UNCHANGED <<outbox, source, epoch, position, topic, late>>

\* A request that arrives, and its acknowledgement.
Send(r) ==
  /\ Leads(r)
  /\ relay[r].appended < relay[r].read
  /\ Accepts(relay[r].epoch)
  /\ topic' = Appended(stream[relay[r].appended + 1], relay[r].epoch)
  /\ relay' = [relay EXCEPT ![r].appended = @ + 1]
  /\ UNCHANGED <<outbox, source, epoch, position, late>>

\* The rows and the position, or neither.
CommitSlice(r) ==
  /\ Leads(r)
  /\ relay[r].appended = relay[r].read
  /\ relay[r].done < relay[r].read
  /\ Accepts(relay[r].epoch)
  /\ topic' = Ended({relay[r].epoch}, "committed")
  /\ position' = IF Mutation = "position-apart" THEN position ELSE relay[r].read
  /\ relay' = [relay EXCEPT ![r].done = relay[r].read]
  /\ UNCHANGED <<outbox, source, epoch, late>>

\* Only where the position is written by itself, after the rows.
WritePosition(r) ==
  /\ Mutation = "position-apart"
  /\ Leads(r)
  /\ position < relay[r].done
  /\ Accepts(relay[r].epoch)
  /\ position' = relay[r].done
  /\ UNCHANGED <<outbox, source, relay, epoch, topic, late>>

\* A broker refuses its epoch, and it ends.
IsFenced(r) ==
  /\ Leads(r)
  /\ relay[r].done < relay[r].read
  /\ ~Accepts(relay[r].epoch)
  /\ FreeIfHeldBy(r)
  /\ relay' = [relay EXCEPT ![r] = Down]
  /\ UNCHANGED <<outbox, slot, faults, epoch, position, topic, late>>

Confirm(r) ==
  /\ Leads(r)
  /\ holder = r
  /\ Whole(relay[r].done) > slot
  /\ slot' = Whole(relay[r].done)
  /\ UNCHANGED <<outbox, holder, faults, delivery>>

\* The request that a process had under way when it ended, if any.
UnderWay(r) ==
  LET me == relay[r]
  IN  IF ~Leads(r) \/ me.done = me.read THEN {}
      ELSE IF me.appended < me.read
      THEN {[epoch |-> me.epoch, is |-> "row", at |-> me.appended + 1]}
      ELSE {[epoch |-> me.epoch, is |-> "commit", at |-> me.read]}

\* At any point, or the first failed send: whatever fails ends the process.
Crash(r) ==
  /\ relay[r].is # "down"
  /\ MayCrash
  /\ Crashed
  /\ FreeIfHeldBy(r)
  /\ late' = late \cup UnderWay(r)
  /\ relay' = [relay EXCEPT ![r] = Down]
  /\ UNCHANGED <<outbox, slot, epoch, position, topic>>

TakenFrom(r) ==
  /\ relay[r].is # "down"
  /\ SlotIsTakenFrom(r)
  /\ UNCHANGED <<outbox, delivery>>

SeesThatItIsReplaced(r) ==
  /\ relay[r].is # "down"
  /\ holder # r
  /\ late' = late \cup UnderWay(r)
  /\ relay' = [relay EXCEPT ![r] = Down]
  /\ UNCHANGED <<outbox, source, epoch, position, topic>>

\* It arrives after all, and is taken if its epoch still is. If it never does, nothing happens.
LandLate(request) ==
  /\ request \in late
  /\ late' = late \ {request}
  /\ IF ~Accepts(request.epoch) THEN UNCHANGED <<topic, position>>
     ELSE IF request.is = "row"
     THEN topic' = Appended(stream[request.at], request.epoch) /\ UNCHANGED position
     ELSE topic' = Ended({request.epoch}, "committed") /\ position' = request.at
  /\ UNCHANGED <<outbox, source, relay, epoch>>

Works(r) ==
  \/ TakeSlot(r) \/ ServerSends(r) \/ InitTransactions(r) \/ ReadPosition(r)
  \/ Read(r) \/ Send(r) \/ CommitSlice(r) \/ WritePosition(r)
  \/ IsFenced(r) \/ Confirm(r) \/ SeesThatItIsReplaced(r)

Next ==
  \/ Service
  \/ \E r \in Relay : Works(r) \/ Crash(r) \/ TakenFrom(r)
  \/ \E request \in late : LandLate(request)

\* No fault is fair, and no zombie need ever wake: only who holds the slot goes on. What a process
\* had under way need not arrive.
Fair ==
  \A r \in Relay :
    /\ WF_vars(TakeSlot(r))
    /\ WF_vars(ServerSends(r))
    /\ WF_vars(holder = r /\ InitTransactions(r))
    /\ WF_vars(holder = r /\ ReadPosition(r))
    /\ WF_vars(holder = r /\ Read(r))
    /\ WF_vars(holder = r /\ Send(r))
    /\ WF_vars(holder = r /\ CommitSlice(r))
    /\ WF_vars(holder = r /\ IsFenced(r))

Spec == Init /\ [][Next]_vars /\ Fair

\* What a reader of committed records gets: it waits at the first open record.
Visible(k) ==
  LET open == {i \in DOMAIN topic[k] : topic[k][i].is = "open"}
      end  == IF open = {} THEN Len(topic[k]) ELSE Min(open) - 1
      read == SelectSeq(SubSeq(topic[k], 1, end), LAMBDA one : one.is = "committed")
  IN  [i \in DOMAIN read |-> read[i].event]

Promise == INSTANCE Publication WITH
  committed <- stream, published <- [k \in Key |-> Visible(k)]

ImplementsPublication == Promise!Safety
NothingIsLost == Promise!EverythingIsPublished

NoPhantom == \A k \in Key : Range(Visible(k)) \subseteq Range(stream)

\* Once, in the order of the commits, and none left out in between.
SeenOnceInCommitOrder == \A k \in Key : IsPrefix(Visible(k), Of(k, stream))

SlotIsBehindThePosition == slot <= position

\* Of one epoch at most there are open records, so nobody's commit ends another's.
OneOpenTransaction ==
  Cardinality(UNION {{topic[k][i].epoch : i \in {j \in DOMAIN topic[k] :
    topic[k][j].is = "open"}} : k \in Key}) <= 1

\* They differ in nothing but their names, so TLC need not look at both of two states in which they
\* have changed places.
Interchangeable == Permutations(Relay)

Scenarios ==
  /\ Reached(1, "a zombie is refused by its epoch", \E r \in Relay : ENABLED IsFenced(r))
  /\ Reached(2, "rows of a transaction that was aborted lie on a topic",
             \E k \in Key : \E i \in DOMAIN topic[k] : topic[k][i].is = "aborted")
  /\ Reached(3, "the slot sends again what the position knows for published",
             \E r \in Relay : relay[r].is = "fenced others" /\ slot < position)
  /\ Reached(4, "the commit of a dead relay is still in the network",
             \E request \in late : request.is = "commit" /\ request.epoch = epoch)
  /\ Reached(5, "a request comes too late for its epoch",
             \E request \in late : request.epoch < epoch)
  /\ Reached(6, "a position stands amid a transaction", ~EndsATransaction(position))
  /\ Reached(7, "everything is published and confirmed after a crash",
             slot = Cardinality(Event) /\ faults.crashes > 0)
  /\ Reached(10, "everything is published and confirmed beside a zombie",
             slot = Cardinality(Event) /\ \E r \in Relay : Leads(r) /\ holder # r)
  /\ Reached(8, "a zombie takes an epoch from its successor",
             \E r \in Relay : relay[r].is = "fenced others" /\ holder # r)
  /\ Reached(9, "a zombie publishes what its successor has not, and nothing is repeated",
             \E r \in Relay : Leads(r) /\ holder # r /\ relay[r].done = relay[r].read
               /\ relay[r].epoch = epoch /\ epoch > 1 /\ relay[r].done = position
               /\ \E k \in Key : \E i \in DOMAIN topic[k] :
                    topic[k][i].epoch = epoch /\ topic[k][i].is = "committed")
=============================================================================
