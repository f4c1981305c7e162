------------------------------ MODULE Workload ------------------------------
\* The transactions whose events go through a model: small enough for every interleaving, and
\* chosen so that what can go wrong has a place to go wrong in.
\*
\* The first two have no key in common, so they may be open at the same time and commit in either
\* order, whatever the order in which they wrote (or drew their ids). The second writes two rows,
\* so there is an order to keep, and a slice of the stream can end in its middle. The third shares
\* a key with each.
EXTENDS Sequence

CONSTANT Transactions  \* how many of them, from the first on

RowsOf == << <<1>>, <<2, 3>>, <<4, 5>> >>
KeyOf  == << "a", "b", "b", "a", "b" >>

ASSUME Transactions \in 1..Len(RowsOf)

Txn   == 1..Transactions
Event == UNION {Range(RowsOf[t]) : t \in Txn}
Key   == {KeyOf[e] : e \in Event}

TxnOf == [e \in Event |-> CHOOSE t \in Txn : e \in Range(RowsOf[t])]

KeysOf(t) == {KeyOf[e] : e \in Range(RowsOf[t])}

\* Those events of a sequence that have the key, in their order.
Of(k, events) == SelectSeq(events, LAMBDA e : KeyOf[e] = k)

\* Per key, what is done is a beginning of what there is: nothing twice, nothing left out in
\* between, nothing before its turn.
InOrder(done, all) == \A k \in Key : IsPrefix(Of(k, done), Of(k, all))
=============================================================================
