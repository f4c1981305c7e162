/**
 * Holds a service against the description of its API (OpenAPI 3.1) that it serves itself: every
 * exchange of a test, every bound of every schema, every example, and the document as such.
 */
@NullMarked
package dev.ensemble.testkit.openapi;

import org.jspecify.annotations.NullMarked;
