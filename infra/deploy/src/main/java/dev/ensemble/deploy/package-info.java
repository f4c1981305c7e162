/**
 * The cluster under Docker Compose. What runs is said by its files, and there is no class of ours
 * but the tests that hold those files to their rules.
 */
@NullMarked
package dev.ensemble.deploy;

import org.jspecify.annotations.NullMarked;
