------------------------------ MODULE Sequence ------------------------------
\* What the modules here ask of sequences and finite sets of numbers, besides what
\* TLA+'s standard modules have (Lamport, Specifying Systems, chapter 18).
EXTENDS Naturals, Sequences, FiniteSets

Range(s) == {s[i] : i \in DOMAIN s}

Last(s) == s[Len(s)]

IsPrefix(s, t) == Len(s) <= Len(t) /\ \A i \in DOMAIN s : s[i] = t[i]

HasNoRepeats(s) == \A i, j \in DOMAIN s : s[i] = s[j] => i = j

\* The elements of s in the order in which each of them comes first.
Firsts(s) ==
  LET IsFirst(i) == \A j \in 1..(i - 1) : s[j] # s[i]
      RECURSIVE From(_)
      From(i) == IF i > Len(s) THEN <<>>
                 ELSE (IF IsFirst(i) THEN <<s[i]>> ELSE <<>>) \o From(i + 1)
  IN  From(1)

Min(S) == CHOOSE n \in S : \A m \in S : n <= m
Max(S) == CHOOSE n \in S : \A m \in S : n >= m
=============================================================================
