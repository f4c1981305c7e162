@NullMarked
package dev.ensemble.chaos;

import org.jspecify.annotations.NullMarked;
