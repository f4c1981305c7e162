/** Holds the cluster's files to their rules, without an engine. */
@NullMarked
package dev.ensemble.deploy;

import org.jspecify.annotations.NullMarked;
