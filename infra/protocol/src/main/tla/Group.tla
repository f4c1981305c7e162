-------------------------------- MODULE Group -------------------------------
\* A consumer group over one partition, as the broker sees it and as its members do.
\*
\* The broker gives the partition to one member. When it gives it to another, because the first
\* did not poll or did not answer in time, that one may not know: it is a zombie, goes on with
\* what it has polled, and may poll what its client had fetched. What it cannot do is commit an
\* offset, as its generation is over. An offset's commit may also fail or be lost for anybody.
EXTENDS Naturals

CONSTANTS
  Member,         \* the consumers of one service, a process each
  RebalancesMax,  \* how often the partition is taken from a member that is alive
  DeathsMax,      \* how often a process dies, with its transaction and its position
  ResetsMax       \* how often somebody sets the group back to the beginning of the topic

VARIABLES
  owner,   \* the member that has the partition, as the broker sees it
  mine,    \* per member: whether its generation is the group's
  offset,  \* how many records the group has committed
  pos,     \* per member: how many records are before the next that it polls
  troubles \* how many rebalances, deaths and resets there were

group == <<owner, mine, offset, pos, troubles>>

NoMember == "nobody"

GroupInit ==
  /\ owner = NoMember
  /\ mine = [c \in Member |-> FALSE]
  /\ offset = 0
  /\ pos = [c \in Member |-> 0]
  /\ troubles = [rebalances |-> 0, deaths |-> 0, resets |-> 0]

\* A new owner begins where the group stands.
Assigned(c) ==
  /\ owner = NoMember
  /\ owner' = c
  /\ mine' = [mine EXCEPT ![c] = TRUE]
  /\ pos' = [pos EXCEPT ![c] = offset]
  /\ UNCHANGED <<offset, troubles>>

TakenFromItsOwner ==
  /\ owner # NoMember
  /\ troubles.rebalances < RebalancesMax
  /\ troubles' = [troubles EXCEPT !.rebalances = @ + 1]
  /\ mine' = [mine EXCEPT ![owner] = FALSE]
  /\ owner' = NoMember
  /\ UNCHANGED <<offset, pos>>

Dead(c) ==
  /\ troubles.deaths < DeathsMax
  /\ troubles' = [troubles EXCEPT !.deaths = @ + 1]
  /\ mine' = [mine EXCEPT ![c] = FALSE]
  /\ owner' = IF owner = c THEN NoMember ELSE owner
  /\ UNCHANGED <<offset, pos>>

\* Kafka lets somebody do that to a group without members; a zombie is none.
SetBack ==
  /\ owner = NoMember
  /\ offset > 0
  /\ troubles.resets < ResetsMax
  /\ troubles' = [troubles EXCEPT !.resets = @ + 1]
  /\ offset' = 0
  /\ UNCHANGED <<owner, mine, pos>>

\* What the member knows for settled: told to the broker, or refused, or lost on the way.
OffsetCommitted(c, settled) ==
  /\ pos' = [pos EXCEPT ![c] = settled]
  /\ offset' \in {offset} \cup (IF mine[c] THEN {settled} ELSE {})
  /\ UNCHANGED <<owner, mine, troubles>>
=============================================================================
