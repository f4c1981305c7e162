------------------------------- MODULE Outbox -------------------------------
\* The services' side: transactions that write their state and their outbox rows together.
\*
\* PostgreSQL writes a row to the WAL when it is inserted and a commit when it is committed, so
\* rows of transactions that are open together lie there in another order than their commits. What
\* logical decoding hands out is in the order of the commits, whole transactions one after the
\* other. That order is the only one that everybody agrees on; a row's id or its place in the WAL
\* says nothing of it.
EXTENDS Workload

CONSTANTS
  Mutation,      \* "none", or what is broken on purpose
  RollbacksMax   \* how many transactions are rolled back or die with their service

VARIABLES
  phase,      \* per transaction: "new", "open", "committed"; of the mutation: "untold", "silent"
  log,        \* the WAL: <<"row", t>> where t inserted, <<"commit", t>> where it committed
  stream,     \* what decoding the WAL gives: the committed events in the order of their commits
  state,      \* the transactions whose change to the service's own tables is durable
  rollbacks   \* how many there were

outbox == <<phase, log, stream, state, rollbacks>>

OutboxInit ==
  /\ phase = [t \in Txn |-> "new"]
  /\ log = <<>>
  /\ stream = <<>>
  /\ state = {}
  /\ rollbacks = 0

OutboxAfterCommit == Mutation = "outbox-after-commit"

\* Whoever changes an aggregate holds its row until the end, so of two transactions with a key in
\* common the second begins when the first has ended. KP1 lies between this step and the commit.
Open(t) ==
  /\ phase[t] = "new"
  /\ \A u \in Txn : phase[u] = "open" => KeysOf(u) \cap KeysOf(t) = {}
  /\ phase' = [phase EXCEPT ![t] = "open"]
  /\ log' = IF OutboxAfterCommit THEN log ELSE Append(log, <<"row", t>>)
  /\ UNCHANGED <<stream, state, rollbacks>>

Commit(t) ==
  /\ phase[t] = "open"
  /\ state' = state \cup {t}
  /\ IF OutboxAfterCommit
     THEN /\ phase' = [phase EXCEPT ![t] = "untold"]
          /\ UNCHANGED <<log, stream>>
     ELSE /\ phase' = [phase EXCEPT ![t] = "committed"]
          /\ log' = Append(log, <<"commit", t>>)
          /\ stream' = stream \o RowsOf[t]
  /\ UNCHANGED rollbacks

\* A failure, or the end of the process before the commit (KP2). Whoever asked tries again.
RollBack(t) ==
  /\ phase[t] = "open"
  /\ rollbacks < RollbacksMax
  /\ rollbacks' = rollbacks + 1
  /\ phase' = [phase EXCEPT ![t] = "new"]
  /\ UNCHANGED <<log, stream, state>>

\* Only where the outbox is written after the commit: the second transaction ...
TellLater(t) ==
  /\ phase[t] = "untold"
  /\ phase' = [phase EXCEPT ![t] = "committed"]
  /\ log' = log \o << <<"row", t>>, <<"commit", t>> >>
  /\ stream' = stream \o RowsOf[t]
  /\ UNCHANGED <<state, rollbacks>>

\* ... and the end of the process before it.
FallSilent(t) ==
  /\ phase[t] = "untold"
  /\ rollbacks < RollbacksMax
  /\ rollbacks' = rollbacks + 1
  /\ phase' = [phase EXCEPT ![t] = "silent"]
  /\ UNCHANGED <<log, stream, state>>

Writes(t) == Open(t) \/ Commit(t) \/ TellLater(t)

OutboxNext == \E t \in Txn : Writes(t) \/ RollBack(t) \/ FallSilent(t)

OutboxFair == \A t \in Txn : WF_outbox(Writes(t))

\* The place in the WAL of what a transaction wrote last, and of its commit.
RowAt(t)    == Max({i \in DOMAIN log : log[i] = <<"row", t>>})
CommitAt(t) == Max({i \in DOMAIN log : log[i] = <<"commit", t>>})

\* A state change and its facts are committed together, or neither is.
StateAndRowsTogether == Range(stream) = UNION {Range(RowsOf[t]) : t \in state}

StreamIsInCommitOrder ==
  \A t, u \in Txn : (<<"commit", t>> \in Range(log) /\ <<"commit", u>> \in Range(log)) =>
    \A d \in Range(RowsOf[t]), e \in Range(RowsOf[u]) : CommitAt(t) < CommitAt(u) =>
      \E i, j \in DOMAIN stream : stream[i] = d /\ stream[j] = e /\ i < j

\* Whoever changed something has said so in the end.
NothingIsKeptSilent ==
  \A t \in Txn : (t \in state) ~> (Range(RowsOf[t]) \subseteq Range(stream))

\* Rows that lie in the WAL in another order than their commits: what makes "everything after the
\* last id" and "everything after the last place" lose rows.
CommitsCross ==
  \E t, u \in Txn :
    /\ <<"commit", t>> \in Range(log) /\ <<"commit", u>> \in Range(log)
    /\ RowAt(t) < RowAt(u) /\ CommitAt(u) < CommitAt(t)
=============================================================================
