@NullMarked
package dev.ensemble.bench.inbox;

import org.jspecify.annotations.NullMarked;
