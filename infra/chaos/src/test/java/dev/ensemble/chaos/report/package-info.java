@NullMarked
package dev.ensemble.chaos.report;

import org.jspecify.annotations.NullMarked;
