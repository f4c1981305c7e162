@NullMarked
package dev.ensemble.chaos.mutation;

import org.jspecify.annotations.NullMarked;
