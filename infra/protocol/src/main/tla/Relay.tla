------------------------------- MODULE Relay --------------------------------
\* What both ways of delivery share: the replication slot, and who reads it.
\*
\* The slot is the only position that the relay keeps (decision 0003). The server lets one session
\* read it. A relay that dies or stops frees it; one that is frozen is given up by the server after
\* wal_sender_timeout, and does not know. When it wakes, it still has in its hands what it had read,
\* and goes on sending that: it is a zombie. It reads nothing more and cannot move the slot, as
\* its session is gone.
\*
\* No step of a zombie needs an action of its own. A frozen process is one that takes no step for
\* a while, and TLC looks at every order of steps.
EXTENDS Outbox

CONSTANTS
  Relay,        \* the relays: one leads, the others stand by
  CrashesMax,   \* how often one of them dies
  FreezesMax,   \* how often the server gives one up that is alive
  SliceMax      \* how many rows a relay reads at a time; a slice may end amid a transaction

VARIABLES
  slot,    \* how many events of the stream are confirmed: where the next stream begins
  holder,  \* who reads the slot, as the server sees it
  faults   \* how many there were

source == <<slot, holder, faults>>

Nobody == "nobody"

SourceInit ==
  /\ slot = 0
  /\ holder = Nobody
  /\ faults = [crashes |-> 0, freezes |-> 0]

MayCrash == faults.crashes < CrashesMax

Crashed == faults' = [faults EXCEPT !.crashes = @ + 1]

\* The server frees the slot of a relay that is alive.
SlotIsTakenFrom(r) ==
  /\ holder = r
  /\ faults.freezes < FreezesMax
  /\ faults' = [faults EXCEPT !.freezes = @ + 1]
  /\ holder' = Nobody
  /\ UNCHANGED slot

FreeIfHeldBy(r) == holder' = IF holder = r THEN Nobody ELSE holder

\* The slot stands at ends of transactions only, and sends whole ones again.
EndsATransaction(n) == n = 0 \/ stream[n] = Last(RowsOf[TxnOf[stream[n]]])

Whole(n) == Max({m \in 0..n : EndsATransaction(m)})

SlotIsWithinTheStream == slot \in 0..Len(stream) /\ EndsATransaction(slot)
=============================================================================
