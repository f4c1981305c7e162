@NullMarked
package dev.ensemble.testkit.crash;

import org.jspecify.annotations.NullMarked;
