@NullMarked
package dev.ensemble.testkit.inbox;

import org.jspecify.annotations.NullMarked;
