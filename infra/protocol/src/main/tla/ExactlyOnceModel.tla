------------------------- MODULE ExactlyOnceModel ---------------------------
\* ExactlyOnce with its steps enumerated, so that TLC can go through the promise itself and show
\* that the sentences at its end follow from it.
EXTENDS ExactlyOnce, Witness

Runs == {run \in UNION {[1..n -> Event] : n \in 0..Cardinality(Event)} : HasNoRepeats(run)}

Step ==
  /\ committed' \in {committed \o run : run \in Runs}
  /\ effects' \in {effects \o run : run \in Runs}
  /\ parked' \in SUBSET Event
  /\ Next

Spec == Init /\ [][Step]_vars

Scenarios ==
  /\ Reached(1, "an event waits while another key goes on",
             parked # {} /\ \E e \in Range(effects), p \in parked : KeyOf[e] # KeyOf[p])
  /\ Reached(2, "everything took effect", Range(effects) = Event)
=============================================================================
