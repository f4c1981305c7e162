/** Programs with one defence taken out, so that it is known that its absence is noticed. */
@NullMarked
package dev.ensemble.chaos.mutation;

import org.jspecify.annotations.NullMarked;
