@NullMarked
package dev.ensemble.chaos.check;

import org.jspecify.annotations.NullMarked;
