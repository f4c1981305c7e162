@NullMarked
package dev.ensemble.chaos.fault;

import org.jspecify.annotations.NullMarked;
