---------------------------- MODULE ExactlyOnce -----------------------------
\* The promise, with nothing in it of how it is kept: no WAL, no topic, no crash. A service commits
\* events; a consumer acts on each of them once, per key in the order of the commits, or has it
\* wait in the parking, from where nothing leaves but by taking effect.
\*
\* Inbox, Parking and Protocol are checked to implement this module (Lamport, Specifying Systems,
\* section 10.8: implementation is implication, under a mapping of the variables). Its actions
\* are predicates over two states and enumerate nothing, so that this check costs little.
EXTENDS Workload

VARIABLES
  committed,  \* the events that services committed, in that order
  effects,    \* the events that were acted on, in that order
  parked      \* the events that wait for somebody's decision

vars == <<committed, effects, parked>>

Init ==
  /\ committed = <<>>
  /\ effects = <<>>
  /\ parked = {}

\* One transaction commits one or more events.
Commit ==
  /\ IsPrefix(committed, committed')
  /\ committed' # committed
  /\ HasNoRepeats(committed')
  /\ UNCHANGED <<effects, parked>>

\* One transaction of the consumer acts on some events, parks some, or does both.
Settle ==
  /\ UNCHANGED committed
  /\ <<effects, parked>>' # <<effects, parked>>
  /\ IsPrefix(effects, effects')
  /\ HasNoRepeats(effects')
  /\ InOrder(effects', committed)
  /\ parked' \subseteq (Range(committed) \ Range(effects'))
  /\ (parked \ parked') \subseteq Range(effects')

Next == Commit \/ Settle

Safety == Init /\ [][Next]_vars

\* What is committed ends: by its effect, or in the parking.
EverythingEnds ==
  \A e \in Event : (e \in Range(committed)) ~> (e \in Range(effects) \cup parked)

\* What follows from Safety alone, as a reader would say it.
EffectOnce     == HasNoRepeats(effects)
NoPhantom      == Range(effects) \subseteq Range(committed)
EffectsInOrder == InOrder(effects, committed)
NeverBoth      == Range(effects) \cap parked = {}
=============================================================================
