@NullMarked
package dev.ensemble.chaos.clock;

import org.jspecify.annotations.NullMarked;
