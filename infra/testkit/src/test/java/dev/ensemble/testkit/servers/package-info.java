@NullMarked
package dev.ensemble.testkit.servers;

import org.jspecify.annotations.NullMarked;
