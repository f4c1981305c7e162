/** Tests of the description that a service serves of its API. */
@NullMarked
package dev.ensemble.http.openapi;

import org.jspecify.annotations.NullMarked;
