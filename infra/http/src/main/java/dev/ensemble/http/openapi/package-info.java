/**
 * Serves the description of a service's API (OpenAPI 3.1): the service writes its operations, the
 * libraries add what they answer, and each operation lists every problem that it can have.
 */
@NullMarked
package dev.ensemble.http.openapi;

import org.jspecify.annotations.NullMarked;
