------------------------------ MODULE Witness -------------------------------
\* Against proofs of nothing. A specification in which nothing can happen violates no invariant,
\* so each model names the situations that it must have been in. TLC says once of each that it was
\* there, and the test refuses a run that does not say it of all.
EXTENDS Naturals, Sequences, TLC

ScenariosMax == 32

\* Each of TLC's workers has registers of its own, which begin with what is set here.
ASSUME \A i \in 1..ScenariosMax : TLCSet(i, FALSE)

\* TRUE always, so that a conjunction of them is an invariant.
Reached(i, scenario, isNow) ==
  IF isNow /\ ~TLCGet(i)
  THEN TLCSet(i, TRUE) /\ PrintT("reached: " \o scenario)
  ELSE TRUE
=============================================================================
